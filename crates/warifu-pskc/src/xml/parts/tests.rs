use super::*;

/// The children of the root, as their names and texts.
fn read(file: &str) -> Result<Vec<(String, String)>, ImportErrorKind> {
    let limits = Limits { part: 10_000, file: 1_000_000 };
    let mut parts = FileParts::new(file.as_bytes(), limits).map_err(|error| error.kind())?;
    let mut found = Vec::new();
    parts.root().map_err(|error| error.kind())?;
    while let Some(part) = parts.next().map_err(|error| error.kind())? {
        let text = part.text().map_err(|error| error.kind())?;
        found.push((part.local_name().to_owned(), text.to_owned()));
    }
    Ok(found)
}

fn text(content: &str) -> Result<String, ImportErrorKind> {
    read(&format!("<r><a>{content}</a></r>")).map(|mut found| found.remove(0).1)
}

#[test]
fn what_is_well_formed() {
    for file in [
        "<r/>",
        "\u{feff}<r></r>",
        "<?xml version='1.0'?><r/>",
        "<?xml version=\"1.1\" encoding = 'utf-8' standalone='yes' ?>\n<r />\n",
        "<!-- a --><?b c?>\n<r\n></r\t><!-- - --><?d?> ",
        "<p:r xmlns:p='urn:x' p:a='1' a='1' xml:lang='en'/>",
        "<割符 xmlns='urn:x'/>",
    ] {
        assert_eq!(read(file), Ok(vec![]), "{file}");
    }
    for (content, expected) in [
        ("", ""),
        (" b\r\nc\rd ", "b\nc\nd"),
        ("&lt;&#x20;&amp;lt;&#13;x", "< &lt;\rx"),
        ("a<![CDATA[<b>&amp;]]>]]&gt;", "a<b>&amp;]]>"),
        ("<![CDATA[]]>", ""),
        ("]] >", "]] >"),
    ] {
        assert_eq!(text(content).as_deref(), Ok(expected), "{content}");
    }
}

#[test]
fn what_is_not() {
    for file in [
        "a",
        "</r>",
        "<r></s>",
        "<r/><r/>",
        "<r/>a",
        "a<r/>",
        "<r/></r>",
        "<r><a></r></a>",
        "<r a='1' a='1'/>",
        "<r a=1/>",
        "<r a/>",
        "<r a='<'/>",
        "<r a='&b;'/>",
        "<r a='1'b='2'/>",
        "<1r/>",
        "<r:/>",
        "<:r/>",
        "<p:r/>",
        "<r p:a='1'/>",
        "<r xmlns:p=''/>",
        "<r xmlns:p='urn:x' xmlns:q='urn:x' p:a='1' q:a='1'/>",
        "<r xmlns:xml='urn:x'/>",
        "< r/>",
        "<r><!-- -- --></r>",
        "<r><!-- --->></r>",
        "<r><?xml version='1.0'?></r>",
        " <?xml version='1.0'?><r/>",
        "<?xml?><r/>",
        "<?xml version='2.0'?><r/>",
        "<?xml encoding='utf-8' version='1.0'?><r/>",
        "<?xml version='1.0' version='1.0'?><r/>",
        "<?xml version='1.0' more='1'?><r/>",
        "<?XML?><r/>",
        "<r><??></r>",
        "<r><?1?></r>",
        "<r><!-a--></r>",
        "<![CDATA[]]><r/>",
        "&amp;<r/>",
        "<r/>&#32;",
        "<r/><![CDATA[ ]]>",
        "<r><![cdata[]]></r>",
        "<r><!a></r>",
        "<r\u{0}/>",
        "<r><!--\u{1}--></r>",
        "<r><?a \u{1}?></r>",
    ] {
        assert_eq!(read(file), Err(ImportErrorKind::Malformed), "{file}");
    }
    for content in [
        "&",
        "&;",
        "&b;",
        "&amp",
        "&#0;",
        "&#xd800;",
        "&#;",
        "]]>",
        "\u{0}",
        "\u{fffe}",
        "<![CDATA[\u{8}]]>",
        "a]]>b",
    ] {
        assert_eq!(text(content), Err(ImportErrorKind::Malformed), "{content}");
    }
    assert_eq!(text("a<!-- -->b"), Err(ImportErrorKind::InterruptedText));
    assert_eq!(read("<r>a</r>"), Err(ImportErrorKind::UnexpectedText));
}

#[test]
fn what_ends_early() {
    for file in ["", "\u{feff}"] {
        assert_eq!(read(file), Err(ImportErrorKind::Empty), "{file:?}");
    }
    for file in [
        " ",
        "<",
        "<r",
        "<?xml version='1.0'",
        "<?xml version='1.0'?>\n",
        "<!-- a",
        "<r>",
        "<r><a/>",
        "<r>\n",
        "<r><a",
        "<r><a b='c",
        "<r><a b=\"c",
        "<r><a><b/>",
        "<r><a>b",
        "<r><a>b</a",
        "<r></r",
        "<r><!--></r>",
        "<r><?a</r>",
        "<r><![CDATA[</r>",
    ] {
        assert_eq!(read(file), Err(ImportErrorKind::Truncated), "{file}");
    }
}

#[test]
fn what_is_not_utf_8() {
    for file in [
        "<?xml version='1.0' encoding='UTF-16'?><r/>",
        "<?xml version='1.0' encoding='Shift_JIS'?><r/>",
    ] {
        assert_eq!(read(file), Err(ImportErrorKind::NotUtf8), "{file}");
    }
    let limits = Limits { part: 10_000, file: 1_000_000 };
    for file in [&b"<r>\xff</r>"[..], b"\xff\xfe<\0r\0", b"<r a='\x80'/>", b"<!--\xc0\x80--><r/>"] {
        let read = FileParts::new(file, limits)
            .and_then(|mut parts| parts.root().and_then(|_| parts.next()));
        assert_eq!(read.unwrap_err().kind(), ImportErrorKind::NotUtf8, "{file:?}");
    }
}

#[test]
fn places() {
    let file = "<r>\n<a/>\r\n <b>\n<c/></b></r>";
    let limits = Limits { part: 10_000, file: 1_000_000 };
    let mut parts = FileParts::new(file.as_bytes(), limits).unwrap();
    assert_eq!(parts.root().unwrap().element.place(), FilePlace { line: 1, offset: 0 });
    assert_eq!(parts.next().unwrap().unwrap().place(), FilePlace { line: 2, offset: 4 });
    assert_eq!(parts.next().unwrap().unwrap().place(), FilePlace { line: 3, offset: 11 });
    assert!(parts.next().unwrap().is_none());
    assert_eq!(parts.place(), FilePlace { line: 4, offset: 27 });
}

/// The mark is no part of what follows it.
#[test]
fn places_behind_a_byte_order_mark() {
    let limits = Limits { part: 10_000, file: 1_000_000 };
    for (file, offset) in [("\u{feff}<r/>", 3), ("\u{feff}\n<r/>", 4)] {
        let mut parts = FileParts::new(file.as_bytes(), limits).unwrap();
        assert_eq!(parts.root().unwrap().element.place().offset, offset);
        assert!(parts.next().unwrap().is_none());
        assert_eq!(Some(parts.place().offset), offset.checked_add(4));
    }
    assert_eq!(read("\u{feff}\u{feff}<r/>"), Err(ImportErrorKind::Malformed));
    assert_eq!(read("<r/>\u{feff}"), Err(ImportErrorKind::Malformed));
}
