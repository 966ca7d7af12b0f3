//! Light and air, and the things that stand in them: sky, hills, trees, boats.

use std::fmt::Write as _;

use super::canvas::{Canvas, Colour, HEIGHT, Rng, WIDTH, hex};

/// The light of one picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    /// Sky overhead.
    pub(super) top: Colour,
    /// Sky half-way down.
    pub(super) middle: Colour,
    /// Sky at the horizon.
    pub(super) low: Colour,
    /// Sun or moon.
    pub(super) sun: Colour,
    /// What distance fades into.
    pub(super) haze: Colour,
    /// What things in the shade turn to.
    pub(super) shade: Colour,
    /// How strong the shade is.
    pub(super) dusk: f64,
}

impl Light {
    /// Rolls a time of day.
    pub(super) fn any(rng: &mut Rng) -> Self {
        let hour = rng.below(4);
        Self::at(hour)
    }

    /// Dawn, day, evening or moonlight, for 0 to 3.
    pub(super) fn at(hour: u32) -> Self {
        let make = |[top, middle, low, sun, haze, shade]: [u32; 6], dusk| Self {
            top: hex(top),
            middle: hex(middle),
            low: hex(low),
            sun: hex(sun),
            haze: hex(haze),
            shade: hex(shade),
            dusk,
        };
        match hour {
            0 => make([0x5C93B4, 0xF2CBA6, 0xFDEBCB, 0xFFF6DA, 0xF6DCC0, 0x3E4C6B], 0.14),
            1 => make([0x3D9ACB, 0x93D0E6, 0xEAF6EF, 0xFFFDF0, 0xD6ECEC, 0x1F4A63], 0.03),
            2 => make([0x51447F, 0xDB6C6A, 0xFEC27F, 0xFFE9B4, 0xF0A27F, 0x3B2A58], 0.30),
            _ => make([0x0F1D42, 0x274777, 0x6C93B4, 0xFBF6DF, 0x55799F, 0x101F44], 0.52),
        }
    }

    /// True under the moon.
    pub(super) fn is_night(&self) -> bool {
        self.dusk > 0.5
    }

    /// How a colour looks in this light at a distance from 0 (near) to 1 (horizon).
    pub(super) fn on(&self, colour: Colour, distance: f64) -> Colour {
        colour.mix(self.shade, self.dusk).mix(self.haze, distance)
    }

    /// The colour of a lit window or lamp.
    pub(super) fn lamp(&self) -> Colour {
        if self.dusk > 0.2 { hex(0xFFD98A) } else { hex(0xE8F3F6) }
    }
}

/// Paints sky down to the horizon, with sun or moon, clouds, stars and birds.
///
/// Returns where the sun stands.
pub(super) fn sky(canvas: &mut Canvas, rng: &mut Rng, light: &Light, horizon: f64) -> (f64, f64) {
    let air = canvas.down(&[(0.0, light.top), (0.58, light.middle), (1.0, light.low)]);
    canvas.rect((0.0, 0.0), (WIDTH, horizon + 2.0), air);
    canvas.rect((0.0, horizon), (WIDTH, HEIGHT - horizon), light.low);
    let side = rng.pick(0.26, &[0.7, 0.78, 0.36]);
    let x = WIDTH * side + rng.between(-50.0, 50.0);
    let height = if light.is_night() { 0.34 } else { rng.between(0.45, 0.72) };
    let at = (x, horizon * height);
    if light.is_night() {
        for _ in 0..70 {
            let star = (rng.between(0.0, WIDTH), rng.between(0.0, horizon * 0.75));
            canvas.circle(star, rng.between(0.6, 1.8), light.sun.alpha(rng.between(0.25, 0.9)));
        }
    }
    let glow = canvas.radial(&[
        (0.0, light.sun.alpha(0.75)),
        (0.25, light.sun.alpha(0.32)),
        (1.0, light.sun.alpha(0.0)),
    ]);
    canvas.circle(at, if light.is_night() { 170.0 } else { 300.0 }, glow);
    let r = if light.is_night() { 38.0 } else { 52.0 };
    canvas.circle(at, r + 16.0, light.sun.alpha(0.28));
    canvas.circle(at, r, light.sun);
    if light.is_night() {
        canvas.circle((x - 10.0, at.1 - 8.0), 8.0, light.haze.alpha(0.35));
        canvas.circle((x + 13.0, at.1 + 10.0), 5.5, light.haze.alpha(0.3));
        canvas.circle((x + 9.0, at.1 - 16.0), 4.0, light.haze.alpha(0.25));
    }
    let count = 3 + rng.below(3);
    for _ in 0..count {
        let place = (rng.between(-40.0, WIDTH - 80.0), rng.between(0.08, 0.62) * horizon);
        let size = rng.between(0.55, 1.25);
        cloud(canvas, rng, place, size, light);
    }
    if !light.is_night() && rng.below(3) > 0 {
        let flock = (rng.between(250.0, 850.0), horizon * rng.between(0.25, 0.5));
        birds(canvas, rng, flock, light.on(hex(0x29435C), 0.25));
    }
    at
}

/// A flat cloud of rounded bars.
fn cloud(canvas: &mut Canvas, rng: &mut Rng, (x, y): (f64, f64), size: f64, light: &Light) {
    let white = light.low.lighter(if light.is_night() { 0.05 } else { 0.55 });
    let strength = if light.is_night() { 0.16 } else { 0.62 };
    let mut width = rng.between(200.0, 300.0) * size;
    let mut left = x;
    for bar in 0..3 {
        let up = f64::from(bar) * 17.0 * size;
        let pale = strength * (1.0 - 0.2 * f64::from(bar));
        canvas.round((left, y - up), (width, 22.0 * size), 11.0 * size, white.alpha(pale));
        left += width * rng.between(0.1, 0.36);
        width *= rng.between(0.42, 0.6);
    }
}

fn birds(canvas: &mut Canvas, rng: &mut Rng, (x, y): (f64, f64), ink: Colour) {
    for _ in 0..5 {
        let (bx, by) = (x + rng.between(-90.0, 90.0), y + rng.between(-32.0, 32.0));
        let s = rng.between(6.0, 12.0);
        let d = format!(
            "M{:.1} {:.1}q{:.1} {:.1} {s:.1} 0q{:.1} {:.1} {s:.1} 0",
            bx - s,
            by,
            s * 0.5,
            -s * 0.7,
            s * 0.5,
            -s * 0.7
        );
        canvas.stroke(&d, 2.2, ink);
    }
}

/// A line of hills across the paper, closed at the bottom.
///
/// `rough` adds peaks: 0 rolls, 1 is jagged.
pub(super) fn ridge(rng: &mut Rng, base: f64, height: f64, rough: f64) -> String {
    let phases = [(); 5].map(|()| rng.between(0.0, std::f64::consts::TAU));
    let [a, b, c, d, e] = phases;
    let stretch = rng.between(0.8, 1.25);
    let mut path = format!("M-10 {:.0}", HEIGHT + 10.0);
    for step in 0..=82 {
        let x = f64::from(step) * 15.0 - 10.0;
        let t = x / WIDTH * stretch;
        let soft = (t * 5.1 + a).sin() * 0.5 + (t * 9.7 + b).sin() * 0.28;
        let peaks = 1.0 - (t * 8.3 + c).sin().abs() * 1.5;
        let crags = (t * 31.0 + d).sin().abs() * 0.22 + (t * 67.0 + e).sin() * 0.07;
        let up = soft * (1.0 - rough * 0.6) + rough * (peaks * 0.55 - crags);
        let _ = write!(path, "L{x:.0} {:.1}", base - up * height);
    }
    let _ = write!(path, "L{:.0} {:.0}Z", WIDTH + 10.0, HEIGHT + 10.0);
    path
}

/// A broad tree: trunk and a crown of three rounds, the foot at `at`, its height
/// between two bounds.
pub(super) fn tree(
    canvas: &mut Canvas,
    rng: &mut Rng,
    (x, y): (f64, f64),
    (least, most): (f64, f64),
    leaf: Colour,
) {
    let s = rng.between(least, most);
    let bark = leaf.mix(hex(0x4A3426), 0.65);
    canvas.rect((x - 0.06 * s, y - 0.55 * s), (0.12 * s, 0.55 * s), bark);
    let lean = rng.between(-0.06, 0.06) * s;
    canvas.circle((x - 0.22 * s + lean, y - 0.58 * s), 0.27 * s, leaf.darker(0.16));
    canvas.circle((x + 0.2 * s + lean, y - 0.56 * s), 0.25 * s, leaf.darker(0.1));
    canvas.circle((x + lean, y - 0.78 * s), 0.32 * s, leaf);
    canvas.circle((x + 0.08 * s + lean, y - 0.85 * s), 0.17 * s, leaf.lighter(0.12));
}

/// A coconut palm bent by `lean`, the foot at `at`.
pub(super) fn palm(canvas: &mut Canvas, (x, y): (f64, f64), s: f64, lean: f64, leaf: Colour) {
    let (tx, ty) = (x + lean * s, y - s);
    let trunk = leaf.mix(hex(0x5B4330), 0.7);
    let w = 0.045 * s;
    canvas.path(
        &format!(
            "M{:.1} {y:.1}Q{:.1} {:.1} {tx:.1} {ty:.1}L{:.1} {ty:.1}Q{:.1} {:.1} {:.1} {y:.1}Z",
            x - w,
            x + lean * s * 0.2 - w * 0.7,
            y - 0.6 * s,
            tx + w,
            x + lean * s * 0.2 + w,
            y - 0.6 * s,
            x + w
        ),
        trunk,
    );
    let fronds = [
        (-0.52, 0.1),
        (-0.46, -0.2),
        (-0.2, -0.4),
        (0.2, -0.42),
        (0.47, -0.2),
        (0.54, 0.1),
        (-0.33, 0.32),
        (0.36, 0.32),
    ];
    for (i, (dx, dy)) in fronds.into_iter().enumerate() {
        let (ex, ey) = (tx + dx * s, ty + dy * s);
        let (mx, my) = ((tx + ex) / 2.0, (ty + ey) / 2.0 - 0.2 * s);
        let tone = if i % 2 == 0 { leaf } else { leaf.darker(0.15) };
        canvas.path(
            &format!(
                "M{tx:.1} {ty:.1}Q{mx:.1} {my:.1} {ex:.1} {ey:.1}Q{mx:.1} {:.1} {tx:.1} {ty:.1}Z",
                my + 0.15 * s
            ),
            tone,
        );
    }
}

/// A small fishing boat with a cabin and a flag mast, the waterline at `at`, `s` wide.
pub(super) fn boat(canvas: &mut Canvas, at: (f64, f64), s: f64, hull: Colour, light: &Light) {
    let dark = hull.darker(0.35);
    canvas.oval((at.0, at.1 + 0.05 * s), (0.52 * s, 0.045 * s), light.shade.alpha(0.28));
    canvas.placed(at, (s / 100.0, s / 100.0), |c| {
        c.stroke("M-2 -30V-66", 1.8, dark);
        c.path("M-1 -66L17 -61L-1 -55Z", light.on(hex(0xD8362F), 0.05));
        c.round((-26.0, -31.0), (36.0, 22.0), 3.0, light.on(hex(0xF5EBD8), 0.05));
        c.rect((-29.0, -35.0), (42.0, 5.0), light.on(hex(0x2E7C8C), 0.05));
        for x in [-21.0, -10.0, 1.0] {
            c.round((x, -26.0), (7.0, 7.0), 1.5, light.lamp().alpha(0.95));
        }
        c.stroke("M26 -14L38 -44", 1.6, dark);
        c.path("M-50 -16Q-20 -8 18 -10Q40 -12 54 -26Q50 -4 36 3L-38 3Q-48 -4 -50 -16Z", hull);
        c.path(
            "M-50 -16Q-20 -8 18 -10Q40 -12 54 -26L53 -20Q40 -6 18 -5Q-20 -3 -49 -11Z",
            hull.lighter(0.45),
        );
        c.circle((40.0, -10.0), 2.6, hex(0xFFF8E7));
        c.circle((40.6, -10.0), 1.2, dark);
    });
}

/// A person seen from afar under a conical hat, bending to work or standing.
pub(super) fn worker(canvas: &mut Canvas, at: (f64, f64), s: f64, cloth: Colour, stoops: bool) {
    let hat = hex(0xF2DDA4);
    canvas.placed(at, (s / 50.0, s / 50.0), |c| {
        if stoops {
            c.path("M-3 0L-4 -18Q-3 -27 6 -28L20 -22L18 -15L8 -18L6 0Z", cloth);
            c.stroke("M17 -18L22 -4", 3.6, cloth.lighter(0.2));
            c.path("M12 -20L34 -20L25 -32Z", hat);
            c.path("M12 -20L34 -20L26 -24Z", hat.darker(0.18));
        } else {
            c.path("M-6 0L-7 -30Q-6 -37 0 -37Q6 -37 7 -30L6 0Z", cloth);
            c.stroke("M6 -31L13 -16", 3.6, cloth.lighter(0.2));
            c.circle((0.0, -41.0), 4.6, hex(0xD9A57C));
            c.path("M-13 -41L13 -41L0 -54Z", hat);
            c.path("M-13 -41L13 -41L2 -45Z", hat.darker(0.18));
        }
    });
}

/// The flag of Viet Nam on a pole, the foot at `at`, `s` tall.
pub(super) fn flag(canvas: &mut Canvas, at: (f64, f64), s: f64, pole: Colour) {
    canvas.placed(at, (s / 100.0, s / 100.0), |c| {
        c.stroke("M0 0V-100", 2.4, pole);
        c.path("M1 -99Q14 -104 26 -99T50 -99V-67Q38 -62 26 -67T1 -67Z", hex(0xD92A22));
        let mut star = String::from("M");
        for point in 0..10 {
            let r = if point % 2 == 0 { 10.0 } else { 4.0 };
            let (sin, cos) = (f64::from(point) * 0.628_318).sin_cos();
            let _ = write!(star, "{:.2} {:.2} ", 25.5 + r * sin, -83.0 - r * cos);
        }
        star.push('Z');
        c.path(&star, hex(0xFFDD33));
    });
}
