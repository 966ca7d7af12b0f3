//! A form with files, however it is cut into pieces, is read to its end or refused, and nothing in it is
//! larger than its limits. The first byte of an input says how large the pieces are in which it comes.

#![no_main]

use std::io;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest as _, Multipart},
    http::Request,
};
use futures_util::{FutureExt as _, stream};
use libfuzzer_sys::{Corpus, fuzz_target};
use portal_core::{
    files::MAX_BYTES,
    upload::{Part, TEXT_BYTES, Upload},
};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((size, body)) = bytes.split_first() else { return Corpus::Reject };
    let pieces: Vec<_> = body
        .chunks(usize::from(*size).max(1))
        .map(|piece| Ok::<_, io::Error>(Bytes::copy_from_slice(piece)))
        .collect();
    let request = Request::post("/")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from_stream(stream::iter(pieces)))
        .expect("a request");
    let read = async {
        let form = Multipart::from_request(request, &()).await;
        let mut upload = Upload::new(form).expect("a form with files");
        let (mut parts, mut text) = (0, 0);
        while let Ok(Some(part)) = upload.next().await {
            parts += 1;
            match part {
                Part::Text { text: typed, .. } => text += typed.len(),
                Part::File { bytes: Ok(file), .. } => {
                    assert!(!file.is_empty() && file.len() <= MAX_BYTES);
                }
                Part::TooMuch => assert!(matches!(upload.next().await, Ok(None))),
                Part::LongText { .. } | Part::File { .. } => {}
            }
        }
        // A byte that is no letter becomes a sign of three bytes.
        assert!(parts <= body.len() && text <= 3 * TEXT_BYTES.min(body.len()));
    };
    // All pieces are there: nothing is waited for.
    read.now_or_never().expect("an end");
    Corpus::Keep
});
