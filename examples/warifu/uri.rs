use anyhow::Result;

use crate::arguments::UriArguments;

/// Explains a URI, line by line.
pub(crate) fn explain(_arguments: &UriArguments) -> Result<()> {
    todo!()
}
