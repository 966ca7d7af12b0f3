//! Pictures of the demo content, drawn by the program itself: never somebody else's photographs.
//!
//! A scene is built as SVG text from a seed, rasterised with `resvg` and encoded as JPEG. The same
//! scene, seed and size give the same bytes on every machine.

mod canvas;
mod harbour;
mod land;
mod map;
mod signs;
mod sky;
mod town;
mod water;

use anyhow::Context as _;
use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder};
use resvg::{tiny_skia, usvg};

use canvas::{Canvas, HEIGHT, Rng, WIDTH};

/// Longest side of a picture, in pixels.
pub const MAX_SIDE: u32 = 4096;

const QUALITY: u8 = 88;

type Painter = fn(&mut Canvas, &mut Rng);

const PAINTERS: [(&str, Painter); 14] = [
    ("bien", water::sea),
    ("song", water::river),
    ("nui", land::mountains),
    ("ruong", land::fields),
    ("thanh-co", town::citadel),
    ("do-thi", town::skyline),
    ("y-te", signs::health),
    ("hop", signs::meeting),
    ("so", signs::digital),
    ("le-hoi", town::festival),
    ("mua-lu", water::storm),
    ("ban-do", map::coast),
    ("rung", land::forest),
    ("cang", harbour::port),
];

/// Draws a scene and returns it as JPEG.
///
/// The composition is made for 16 : 9; other shapes show its middle. Light, colours and details
/// depend on `seed` alone. Fails on an unknown scene and on a side of zero or above [`MAX_SIDE`].
pub fn draw(scene: &str, seed: u64, width: u32, height: u32) -> anyhow::Result<Vec<u8>> {
    anyhow::ensure!(
        (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height),
        "a picture of {width} × {height} pixels: sides go from 1 to {MAX_SIDE}"
    );
    let (_, paint) = PAINTERS
        .iter()
        .find(|(name, _)| *name == scene)
        .with_context(|| format!("no scene is called {scene:?}"))?;
    let mut canvas = Canvas::default();
    paint(&mut canvas, &mut Rng::new(scene, seed));
    let pixels = rasterise(&canvas.into_svg(), width, height)?;
    let mut jpeg = Vec::with_capacity(pixels.len() / 12);
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .with_context(|| format!("encoding the scene {scene}"))?;
    Ok(jpeg)
}

/// Fills a picture of the wanted size with the drawing and drops the alpha channel.
fn rasterise(svg: &str, width: u32, height: u32) -> anyhow::Result<Vec<u8>> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).context("reading the SVG")?;
    let mut pixmap = tiny_skia::Pixmap::new(width, height).context("no room for the picture")?;
    let (across, down) = (f64::from(width) / WIDTH, f64::from(height) / HEIGHT);
    let scale = across.max(down);
    let (left, top) = (f64::from(width) - WIDTH * scale, f64::from(height) - HEIGHT * scale);
    let transform = tiny_skia::Transform::from_scale(narrow(scale), narrow(scale))
        .post_translate(narrow(left / 2.0), narrow(top / 2.0));
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    let mut rgb = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for pixel in pixmap.data().chunks_exact(4) {
        rgb.extend(pixel.iter().take(3));
    }
    Ok(rgb)
}

#[expect(clippy::cast_possible_truncation, reason = "the rasteriser computes in f32")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_is_drawn_and_repeats_itself() -> anyhow::Result<()> {
        for scene in PAINTERS.iter().map(|(name, _)| *name) {
            let once = draw(scene, 7, 160, 90)?;
            assert_eq!(once.get(..3), Some([0xFF, 0xD8, 0xFF].as_slice()), "{scene} is a JPEG");
            assert_eq!(once, draw(scene, 7, 160, 90)?, "{scene} repeats itself");
            assert_ne!(once, draw(scene, 8, 160, 90)?, "{scene} varies with the seed");
        }
        Ok(())
    }

    #[test]
    fn impossible_pictures_are_refused() {
        assert!(draw("bien", 1, 0, 90).is_err());
        assert!(draw("bien", 1, 90, MAX_SIDE + 1).is_err());
        assert!(draw("chợ", 1, 160, 90).is_err());
    }
}
