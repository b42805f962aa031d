use unicode_width::UnicodeWidthStr;
use warifu_lifecycle::device::Choice;
use warifu_sign::Language;
use warifu_sign::PickChoice;
use warifu_token::{Screen, ScreenContent};

/// The device's screen as a frame of text: words, content, and the captions over the two outer buttons.
pub(crate) fn framed(screen: &Screen<'_>, language: Language) -> String {
    let mut lines = Vec::new();
    if !screen.prompt.text.is_empty() {
        let text = screen.prompt.text;
        lines.extend(match screen.prompt.code {
            Some(code) => wrapped(&format!("{text} [{code}]")),
            None => wrapped(text),
        });
    }
    lines.extend(content(&screen.content, language));
    // A button without a caption has none to show.
    let (left, right) = (screen.prompt.left.unwrap_or(""), screen.prompt.right.unwrap_or(""));
    let gap = COLUMNS.saturating_sub(left.width()).saturating_sub(right.width());
    lines.push(String::new());
    lines.push(format!("{left}{}{right}", " ".repeat(gap)));
    let edge = "─".repeat(COLUMNS + 2);
    let body: Vec<_> = lines.iter().map(|line| format!("│ {} │", padded(line))).collect();
    format!("┌{edge}┐\n{}\n└{edge}┘", body.join("\n"))
}

fn content(content: &ScreenContent<'_>, language: Language) -> Vec<String> {
    match content {
        ScreenContent::Nothing => Vec::new(),
        ScreenContent::Camera => vec!["[ camera ]".to_owned()],
        ScreenContent::Digits(code) => vec![String::new(), format!("    {}", code.expose())],
        ScreenContent::Page { page, bank } => {
            let mut lines = vec![
                bank.to_string(),
                format!("{} ({}/{})", page.title(language), page.number(), page.pages()),
            ];
            for entry in page.entries(language) {
                lines.push(entry.label.to_owned());
                lines.extend(entry.rows().map(str::to_owned));
            }
            lines
        }
        ScreenContent::Pick { choices, none_of_these, selected, bank } => {
            let accounts = PickChoice::ALL.map(Choice::Account).into_iter().zip(choices.iter());
            let accounts = accounts.map(|(choice, digits)| (choice, digits.to_string()));
            let none = (Choice::NoneOfThese, (*none_of_these).to_owned());
            let rows = accounts.chain([none]).map(|(choice, words)| {
                format!("{}{words}", if *selected == Some(choice) { "▶" } else { " " })
            });
            [bank.to_string()].into_iter().chain(rows).collect()
        }
        ScreenContent::Menu(entries) => entries.iter().map(|entry| format!("▶{entry}")).collect(),
        ScreenContent::TokenInfo { token_code, bank } => {
            vec![bank.to_string(), token_code.to_string()]
        }
    }
}

/// Words broken into rows: at spaces, or anywhere for a language that does not have them.
fn wrapped(text: &str) -> Vec<String> {
    let (mut rows, mut row) = (Vec::new(), String::new());
    for word in text.split_inclusive([' ', '。', '、']) {
        let mut rest = word;
        while !rest.is_empty() {
            // The spaces at the end of a row may be wider than the screen: they are not shown.
            let room = COLUMNS.saturating_sub(row.width());
            if rest.trim_end().width() > room && !row.is_empty() {
                rows.push(core::mem::take(&mut row));
                continue;
            }
            let (now, later) = rest.split_at(fitting(rest, room));
            row.push_str(now);
            rest = later;
        }
    }
    rows.push(row);
    rows.iter().map(|row| row.trim_end().to_owned()).collect()
}

/// How many bytes of `text` fit into `columns`; at least one character.
fn fitting(text: &str, columns: usize) -> usize {
    if text.trim_end().width() <= columns {
        return text.len();
    }
    // Where each character but the first begins, and the end.
    let ends = || text.char_indices().map(|(start, _)| start).skip(1).chain([text.len()]);
    let fits = |end: &usize| text.get(..*end).is_some_and(|head| head.width() <= columns);
    match ends().take_while(fits).last() {
        Some(end) => end,
        None => text.chars().take(1).map(char::len_utf8).sum(),
    }
}

fn padded(line: &str) -> String {
    format!("{line}{}", " ".repeat(COLUMNS.saturating_sub(line.width())))
}

/// As wide as `warifu_sign::DisplayProfile::CAMERA_TOKEN`.
const COLUMNS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_no_wider_than_the_screen_and_nothing_is_lost() {
        let texts = [
            "This device is not activated.",
            "このトークンは利用開始登録がされていません。<二次元コード>を読み取ってください。 [DP002]",
            "Enter this code to complete the activation, which takes a while.",
        ];
        for text in texts {
            let rows = wrapped(text);
            assert!(rows.iter().all(|row| row.width() <= COLUMNS), "{rows:?}");
            let kept: String = rows.concat().split(' ').collect();
            assert_eq!(kept, text.split(' ').collect::<String>());
        }
    }
}
