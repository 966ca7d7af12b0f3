//! Surveys and polls (R-P7).
