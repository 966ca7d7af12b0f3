//! The paper: SVG text, colours, and the dice that vary a scene.

use std::fmt::{self, Write as _};

/// Width of the paper in drawing units.
pub(super) const WIDTH: f64 = 1200.0;
/// Height of the paper in drawing units.
pub(super) const HEIGHT: f64 = 675.0;

/// A colour with alpha; channels 0 to 255, alpha 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Colour {
    r: f64,
    g: f64,
    b: f64,
    a: f64,
}

/// Reads a colour written as `0xRRGGBB`.
pub(super) fn hex(value: u32) -> Colour {
    let [_, r, g, b] = value.to_be_bytes();
    Colour { r: f64::from(r), g: f64::from(g), b: f64::from(b), a: 1.0 }
}

impl Colour {
    /// Moves towards another colour: 0 stays, 1 arrives.
    pub(super) fn mix(self, other: Self, t: f64) -> Self {
        let t = t.clamp(0.0, 1.0);
        let between = |from: f64, to: f64| from + (to - from) * t;
        Self {
            r: between(self.r, other.r),
            g: between(self.g, other.g),
            b: between(self.b, other.b),
            a: between(self.a, other.a),
        }
    }

    /// The same colour at another opacity.
    pub(super) fn alpha(self, a: f64) -> Self {
        Self { a, ..self }
    }

    /// Moves towards white.
    pub(super) fn lighter(self, t: f64) -> Self {
        self.mix(hex(0xFF_FF_FF).alpha(self.a), t)
    }

    /// Moves towards a deep blue, which shades more kindly than black.
    pub(super) fn darker(self, t: f64) -> Self {
        self.mix(hex(0x0B_16_2C).alpha(self.a), t)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rgba({:.0},{:.0},{:.0},{:.3})", self.r, self.g, self.b, self.a)
    }
}

/// What a shape is filled with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Paint {
    /// One colour.
    Flat(Colour),
    /// A gradient of the canvas, by number.
    Defined(u32),
}

impl From<Colour> for Paint {
    fn from(colour: Colour) -> Self {
        Self::Flat(colour)
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flat(colour) => colour.fmt(f),
            Self::Defined(number) => write!(f, "url(#g{number})"),
        }
    }
}

/// A drawing in the making. Coordinates run to [`WIDTH`] and [`HEIGHT`].
#[derive(Debug, Default)]
pub(super) struct Canvas {
    defs: String,
    body: String,
    gradients: u32,
}

impl Canvas {
    /// Finishes the drawing.
    pub(super) fn into_svg(self) -> String {
        let Self { defs, body, .. } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\"><defs>{defs}</defs>{body}</svg>"
        )
    }

    fn put(&mut self, shape: fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.body.write_fmt(shape);
    }

    fn define(&mut self, tag: &str, attributes: &str, stops: &[(f64, Colour)]) -> Paint {
        self.gradients += 1;
        let number = self.gradients;
        let _ = write!(self.defs, "<{tag} id=\"g{number}\" {attributes}>");
        for (offset, colour) in stops {
            let _ = write!(self.defs, "<stop offset=\"{offset:.3}\" stop-color=\"{colour}\"/>");
        }
        let _ = write!(self.defs, "</{tag}>");
        Paint::Defined(number)
    }

    /// A gradient from top to bottom of the shape.
    pub(super) fn down(&mut self, stops: &[(f64, Colour)]) -> Paint {
        self.define("linearGradient", "x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\"", stops)
    }

    /// A gradient from left to right of the shape.
    pub(super) fn across(&mut self, stops: &[(f64, Colour)]) -> Paint {
        self.define("linearGradient", "x1=\"0\" y1=\"0\" x2=\"1\" y2=\"0\"", stops)
    }

    /// A gradient from the upper left to the lower right of the shape.
    pub(super) fn slant(&mut self, stops: &[(f64, Colour)]) -> Paint {
        self.define("linearGradient", "x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"", stops)
    }

    /// A gradient from the middle of the shape outwards.
    pub(super) fn radial(&mut self, stops: &[(f64, Colour)]) -> Paint {
        self.define("radialGradient", "cx=\"0.5\" cy=\"0.5\" r=\"0.5\"", stops)
    }

    /// Fills the whole paper.
    pub(super) fn ground(&mut self, fill: impl Into<Paint>) {
        self.rect((0.0, 0.0), (WIDTH, HEIGHT), fill);
    }

    /// A rectangle from its upper left corner.
    pub(super) fn rect(&mut self, at: (f64, f64), size: (f64, f64), fill: impl Into<Paint>) {
        self.round(at, size, 0.0, fill);
    }

    /// A rectangle with rounded corners.
    pub(super) fn round(
        &mut self,
        (x, y): (f64, f64),
        (w, h): (f64, f64),
        r: f64,
        fill: impl Into<Paint>,
    ) {
        let fill = fill.into();
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{r:.1}\" \
             fill=\"{fill}\"/>"
        ));
    }

    /// A circle.
    pub(super) fn circle(&mut self, at: (f64, f64), r: f64, fill: impl Into<Paint>) {
        self.oval(at, (r, r), fill);
    }

    /// An ellipse from its middle and its two radii.
    pub(super) fn oval(
        &mut self,
        (x, y): (f64, f64),
        (rx, ry): (f64, f64),
        fill: impl Into<Paint>,
    ) {
        let fill = fill.into();
        self.put(format_args!(
            "<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\" fill=\"{fill}\"/>"
        ));
    }

    /// A filled path, in SVG path language.
    pub(super) fn path(&mut self, d: &str, fill: impl Into<Paint>) {
        let fill = fill.into();
        self.put(format_args!("<path d=\"{d}\" fill=\"{fill}\"/>"));
    }

    /// A stroked path with round ends.
    pub(super) fn stroke(&mut self, d: &str, width: f64, ink: impl Into<Paint>) {
        let ink = ink.into();
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{width:.2}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        ));
    }

    /// Draws moved, scaled and, with a negative first scale, mirrored.
    pub(super) fn placed(
        &mut self,
        (x, y): (f64, f64),
        (sx, sy): (f64, f64),
        paint: impl FnOnce(&mut Self),
    ) {
        self.put(format_args!("<g transform=\"translate({x:.1} {y:.1}) scale({sx:.3} {sy:.3})\">"));
        paint(self);
        self.put(format_args!("</g>"));
    }

    /// Draws turned around a point, in degrees.
    pub(super) fn turned(
        &mut self,
        degrees: f64,
        (x, y): (f64, f64),
        paint: impl FnOnce(&mut Self),
    ) {
        self.put(format_args!("<g transform=\"rotate({degrees:.2} {x:.1} {y:.1})\">"));
        paint(self);
        self.put(format_args!("</g>"));
    }
}

/// Dice that fall the same way for the same scene and seed (SplitMix64).
#[derive(Debug)]
pub(super) struct Rng(u64);

impl Rng {
    /// Starts the dice of one picture.
    pub(super) fn new(scene: &str, seed: u64) -> Self {
        // FNV-1a keeps scenes of one seed apart.
        let name = scene.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3)
        });
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ name)
    }

    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0)
    }

    /// A number between two bounds.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.next()) / 4_294_967_296.0
    }

    /// A whole number below `n`.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        u32::try_from((u64::from(self.next()) * u64::from(n)) >> 32).unwrap_or(0)
    }

    /// True once in `n` times.
    pub(super) fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    /// One of a few things.
    pub(super) fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let sides = u32::try_from(others.len()).unwrap_or(0).saturating_add(1);
        let side = usize::try_from(self.below(sides)).unwrap_or(0);
        side.checked_sub(1).and_then(|i| others.get(i)).copied().unwrap_or(first)
    }
}
