/// How many bytes a record has.
pub const RECORD_LENGTH: usize = 120;
