//! Pictures made ready for readers: decoded within limits, turned upright, made no wider than needed,
//! written anew, so that nothing of the camera's notes (place, device) and nothing hidden goes out.

use std::io::Cursor;

use fast_image_resize::Resizer;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};

use super::kinds::{MAX_PIXELS, MAX_SIDE, MediaKind, MediaRefusal};

/// Widest picture that is kept, in pixels.
pub const MAX_WIDTH: u32 = 1600;
/// Widths of the smaller ones beside it, in pixels.
pub const WIDTHS: [u32; 2] = [480, 960];
const JPEG_QUALITY: u8 = 85;

/// A picture ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG, or PNG where something shows through.
    pub kind: MediaKind,
    /// The picture.
    pub bytes: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Smaller ones: width and bytes. Only widths below its own.
    pub smaller: Vec<(u32, Vec<u8>)>,
}

/// Makes a picture ready. Takes a while; call it off the async threads.
///
/// Refuses one that cannot be read ([`MediaRefusal::BrokenPicture`]) and one with too many pixels
/// ([`MediaRefusal::TooManyPixels`]), the latter before anything is decoded.
///
/// Requirement: R-C8.
pub fn prepare(bytes: &[u8], kind: MediaKind) -> Result<Picture, MediaRefusal> {
    let picture = decode(bytes, kind)?;
    let picture = within(picture, MAX_WIDTH)?;
    let kind = if shows_through(&picture) { MediaKind::Png } else { MediaKind::Jpeg };
    let (width, height) = (picture.width(), picture.height());
    let mut smaller = Vec::new();
    for wanted in WIDTHS.into_iter().filter(|wanted| *wanted < width) {
        smaller.push((wanted, encode(&within(picture.clone(), wanted)?, kind)?));
    }
    Ok(Picture { kind, bytes: encode(&picture, kind)?, width, height, smaller })
}

fn decode(bytes: &[u8], kind: MediaKind) -> Result<DynamicImage, MediaRefusal> {
    let format = match kind {
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::Gif => ImageFormat::Gif,
        _ => return Err(MediaRefusal::BrokenPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8 + 64_000_000);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| MediaRefusal::BrokenPicture)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(MediaRefusal::BrokenPicture);
    }
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(MediaRefusal::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| MediaRefusal::BrokenPicture)?;
    let mut picture = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// The picture, made smaller where it is wider than wanted.
fn within(picture: DynamicImage, width: u32) -> Result<DynamicImage, MediaRefusal> {
    if picture.width() <= width {
        return Ok(picture);
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height.max(1)).map_err(|_| MediaRefusal::BrokenPicture)?;
    let mut target = DynamicImage::new(width, height, picture.color());
    Resizer::new().resize(&picture, &mut target, None).map_err(|_| MediaRefusal::BrokenPicture)?;
    Ok(target)
}

fn shows_through(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().any(|pixel| pixel[3] < u8::MAX),
        _ => false,
    }
}

fn encode(picture: &DynamicImage, kind: MediaKind) -> Result<Vec<u8>, MediaRefusal> {
    let mut out = Vec::new();
    let written = if kind == MediaKind::Png {
        picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png)
    } else {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY))
    };
    written.map(|()| out).map_err(|_| MediaRefusal::BrokenPicture)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Vec::new();
        picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).unwrap();
        out
    }

    #[test]
    fn a_wide_picture_gets_narrower_ones_beside_it() {
        let wide = RgbImage::from_pixel(2000, 1000, Rgb([200, 30, 30])).into();
        let picture = prepare(&png(&wide), MediaKind::Png).unwrap();
        assert_eq!(
            (picture.kind, picture.width, picture.height),
            (MediaKind::Jpeg, MAX_WIDTH, 800)
        );
        let widths: Vec<u32> = picture.smaller.iter().map(|(width, _)| *width).collect();
        assert_eq!(widths, WIDTHS);
        for (width, bytes) in picture.smaller {
            assert_eq!(decode(&bytes, MediaKind::Jpeg).unwrap().width(), width);
        }
    }

    #[test]
    fn what_shows_through_stays_png() {
        let clear = RgbaImage::from_pixel(40, 20, Rgba([0, 0, 0, 10])).into();
        let picture = prepare(&png(&clear), MediaKind::Png).unwrap();
        assert_eq!((picture.kind, picture.smaller.len()), (MediaKind::Png, 0));
    }

    #[test]
    fn too_many_pixels_are_refused_before_decoding() {
        let long = RgbImage::new(MAX_SIDE + 1, 1).into();
        assert_eq!(prepare(&png(&long), MediaKind::Png), Err(MediaRefusal::TooManyPixels));
        let mut broken = png(&RgbImage::new(50, 50).into());
        broken.truncate(60);
        assert_eq!(prepare(&broken, MediaKind::Png), Err(MediaRefusal::BrokenPicture));
    }
}
