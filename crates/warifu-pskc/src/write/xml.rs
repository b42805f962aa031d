use super::text::escape;

/// Where the text of a file goes.
pub(super) trait Sink {
    fn push(&mut self, text: &str);
}

impl Sink for String {
    fn push(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// How much text there is.
#[derive(Debug)]
pub(super) struct Measure {
    /// In bytes; `None` beyond all bounds.
    length: Option<u64>,
}

impl Measure {
    pub(super) const fn length(&self) -> Option<u64> {
        self.length
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self { length: Some(0) }
    }
}

impl Sink for Measure {
    fn push(&mut self, text: &str) {
        let added = u64::try_from(text.len()).ok();
        self.length = self.length.zip(added).and_then(|(length, added)| length.checked_add(added));
    }
}

/// Elements, one on each line.
pub(super) struct Xml<'a, S> {
    sink: &'a mut S,
    open: Vec<&'static str>,
}

/// Names and values of attributes. A value that is `None` leaves its attribute out.
pub(super) type Attributes<'a> = [(&'static str, Option<&'a str>)];

impl<'a, S: Sink> Xml<'a, S> {
    pub(super) fn new(sink: &'a mut S) -> Self {
        sink.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self { sink, open: Vec::new() }
    }

    /// An element with what `content` puts into it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes);
        self.sink.push(">\n");
        self.open.push(name);
        content(self);
        self.open.pop();
        self.indent();
        self.end(name);
    }

    /// An element that holds a text alone.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &Attributes<'_>, text: &str) {
        self.start(name, attributes);
        self.sink.push(">");
        self.text(text);
        self.end(name);
    }

    /// [`Xml::leaf`], if there is a text.
    pub(super) fn optional_leaf(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, &[], text);
        }
    }

    pub(super) fn empty(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.start(name, attributes);
        self.sink.push("/>\n");
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.indent();
        self.sink.push("<");
        self.sink.push(name);
        for (name, value) in attributes {
            let Some(value) = value else { continue };
            self.sink.push(" ");
            self.sink.push(name);
            self.sink.push("=\"");
            self.text(value);
            self.sink.push("\"");
        }
    }

    fn end(&mut self, name: &str) {
        self.sink.push("</");
        self.sink.push(name);
        self.sink.push(">\n");
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.sink.push("  ");
        }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, escaped, behind)) = first_escape(rest) {
            self.sink.push(before);
            self.sink.push(escaped);
            rest = behind;
        }
        self.sink.push(rest);
    }
}

/// The text in front of the first character that is written in another way, that way, and the text behind it.
fn first_escape(text: &str) -> Option<(&str, &'static str, &str)> {
    let (offset, escaped) =
        text.char_indices().find_map(|(offset, sign)| Some((offset, escape(sign)?)))?;
    let (before, from) = text.split_at_checked(offset)?;
    let mut behind = from.chars();
    behind.next()?;
    Some((before, escaped, behind.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(sink: &mut impl Sink) {
        let mut xml = Xml::new(sink);
        xml.element("a", &[("b", Some("<\"&'>\n\u{5272}")), ("c", None)], |xml| {
            xml.leaf("d", &[], "]]>\r\u{7b26}&");
            xml.optional_leaf("e", None);
            xml.empty("f", &[("g", Some(""))]);
        });
    }

    #[test]
    fn nothing_can_leave_its_place() {
        let mut out = String::new();
        render(&mut out);
        assert_eq!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a b=\"&lt;&quot;&amp;'&gt;&#10;割\">\n  <d>]]&gt;&#13;符&amp;</d>\n  <f g=\"\"/>\n</a>\n"
        );
    }

    #[test]
    fn the_measure_is_that_of_the_text() {
        let (mut out, mut measure) = (String::new(), Measure::default());
        render(&mut out);
        render(&mut measure);
        assert_eq!(measure.length(), u64::try_from(out.len()).ok());
    }
}
