/// How a file is to be read. Nothing is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvOptions {
    /// The encoding of its characters.
    pub encoding: TextEncoding,
    /// What its first line has.
    pub first_line: FirstLine,
}

/// The encoding of a file's characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// `Shift_JIS`, of which bank kana uses the single bytes: JIS X 0201.
    ShiftJis,
}

/// What the first line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstLine {
    /// The names of the columns, spelt as in the table of [`csv`](crate::csv).
    ColumnNames,
    /// The first row.
    Row,
}
