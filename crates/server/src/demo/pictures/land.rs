//! Scenes on land: mountains, rice fields, forest.

use super::canvas::{Canvas, HEIGHT, Rng, WIDTH, hex};
use super::sky::{Light, palm, ridge, sky, tree, worker};

/// Mountain ridges in the mist, at times with the wind turbines of the highlands.
pub(super) fn mountains(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let (sun_x, _) = sky(canvas, rng, &light, 470.0);
    let near = rng.pick(hex(0x1E5A4A), &[hex(0x2B5F3E), hex(0x27556A)]);
    let bases = [(300.0, 120.0, 0.92), (360.0, 105.0, 0.72), (425.0, 95.0, 0.4)];
    for (i, (base, height, rough)) in bases.into_iter().enumerate() {
        let far = [0.74, 0.54, 0.34].get(i).copied().unwrap_or(0.3);
        let colour = light.on(near, far);
        let slope = canvas.down(&[(0.0, colour), (1.0, colour.mix(light.haze, 0.75))]);
        canvas.path(&ridge(rng, base, height, rough), slope);
        mist(canvas, rng, &light, base + 75.0);
    }
    if rng.below(2) == 0 {
        let white = light.on(hex(0xFBFBF6), 0.12);
        for i in 0..4 {
            let x = 130.0 + f64::from(i) * 265.0 + rng.between(-60.0, 60.0);
            let size = rng.between(105.0, 165.0);
            if (x - sun_x).abs() > 60.0 {
                turbine(canvas, (x, 480.0), size, rng.between(0.0, 120.0), white);
            }
        }
    }
    let slope = light.on(near, 0.16);
    let fill = canvas.down(&[(0.0, slope), (1.0, slope.darker(0.3))]);
    canvas.path(&ridge(rng, 500.0, 60.0, 0.12), fill);
    let leaf = light.on(near, 0.04);
    for i in 0..46 {
        let x = f64::from(i) * 27.0 + rng.between(-14.0, 14.0);
        let size = rng.between(55.0, 125.0);
        conifer(
            canvas,
            (x, 640.0 + rng.between(-26.0, 30.0)),
            size,
            leaf.darker(rng.between(0.0, 0.3)),
        );
    }
    let floor = canvas.down(&[(0.0, leaf.darker(0.25)), (1.0, leaf.darker(0.55))]);
    canvas.path(&ridge(rng, 640.0, 18.0, 0.0), floor);
}

fn mist(canvas: &mut Canvas, rng: &mut Rng, light: &Light, y: f64) {
    let air = light.haze.lighter(0.25);
    let fill =
        canvas.across(&[(0.0, air.alpha(0.0)), (0.5, air.alpha(0.42)), (1.0, air.alpha(0.0))]);
    for _ in 0..3 {
        let w = rng.between(420.0, 900.0);
        canvas.oval((rng.between(0.0, WIDTH), y + rng.between(-30.0, 30.0)), (w / 2.0, 13.0), fill);
    }
}

fn turbine(canvas: &mut Canvas, at: (f64, f64), s: f64, angle: f64, white: super::canvas::Colour) {
    canvas.placed(at, (s / 100.0, s / 100.0), |c| {
        c.path("M-1.8 0L-0.9 -100H0.9L1.8 0Z", white);
        for blade in 0..3 {
            c.turned(angle + 120.0 * f64::from(blade), (0.0, -100.0), |c| {
                c.path("M-1 -100Q-3.4 -116 0 -152Q2 -116 1 -100Z", white);
            });
        }
        c.circle((0.0, -100.0), 2.6, white.darker(0.15));
    });
}

fn conifer(canvas: &mut Canvas, (x, y): (f64, f64), s: f64, leaf: super::canvas::Colour) {
    for tier in 0..4 {
        let t = f64::from(tier);
        let (half, top) = (s * (0.25 - 0.05 * t), y - s * (0.3 + 0.2 * t));
        let foot = y - s * 0.2 * t;
        canvas.path(
            &format!("M{:.1} {foot:.1}L{x:.1} {top:.1}L{:.1} {foot:.1}Z", x - half, x + half),
            leaf.lighter(0.045 * t),
        );
    }
}

/// Rice fields towards a village, with people at work.
pub(super) fn fields(canvas: &mut Canvas, rng: &mut Rng) {
    let hour = rng.below(3);
    let light = Light::at(hour);
    let horizon = 300.0;
    let (sun_x, _) = sky(canvas, rng, &light, horizon);
    let blue = light.on(hex(0x3C7A86), 0.55);
    canvas.path(&ridge(rng, 262.0, 55.0, 0.6), blue);
    canvas.path(&ridge(rng, 288.0, 24.0, 0.1), light.on(hex(0x3B7A57), 0.38));
    village(canvas, rng, &light, horizon);
    let ripe = rng.below(2) == 0;
    let tones = if ripe {
        [0xE2B93F, 0xCFA632, 0xEBCB5C, 0xB9A33A, 0xD8B548]
    } else {
        [0x7DB544, 0x5E9E3E, 0x97C552, 0x4F8F45, 0x86BC5A]
    };
    let ground =
        canvas.down(&[(0.0, light.on(hex(0xA8C267), 0.3)), (1.0, light.on(hex(0x4E7E36), 0.0))]);
    canvas.rect((0.0, horizon), (WIDTH, HEIGHT - horizon), ground);
    // Beds run to one vanishing point; banks cross them, closer together with distance.
    let vanish = (sun_x * 0.5 + 300.0, horizon - 60.0);
    let banks = [300.0_f64, 322.0, 352.0, 394.0, 452.0, 532.0, 690.0];
    for pair in banks.windows(2) {
        let [top, bottom] = pair else { continue };
        let far = ((452.0 - top) / 220.0).clamp(0.0, 0.55);
        let mut left = -900.0 + rng.between(-120.0, 0.0);
        while left < 2200.0 {
            let right = left + rng.between(230.0, 420.0);
            let tone =
                tones.get(usize::try_from(rng.below(5)).unwrap_or(0)).copied().unwrap_or(0x7DB544);
            let colour = light.on(hex(tone), far);
            let at =
                |x: f64, y: f64| vanish.0 + (x - vanish.0) * (y - vanish.1) / (HEIGHT - vanish.1);
            let gap = 5.0;
            let edge = (bottom - top) * 0.05 + 1.0;
            let (y0, y1) = (top + edge, bottom - edge);
            let fill = canvas.down(&[(0.0, colour.lighter(0.1)), (1.0, colour.darker(0.06))]);
            canvas.path(
                &format!(
                    "M{:.1} {y0:.1}L{:.1} {y0:.1}L{:.1} {y1:.1}L{:.1} {y1:.1}Z",
                    at(left + gap, y0),
                    at(right - gap, y0),
                    at(right - gap, y1),
                    at(left + gap, y1)
                ),
                fill,
            );
            let mut row = left + 26.0;
            while row < right - 14.0 {
                canvas.stroke(
                    &format!(
                        "M{:.1} {:.1}L{:.1} {:.1}",
                        at(row, y0),
                        y0 + 1.0,
                        at(row, y1),
                        y1 - 1.0
                    ),
                    (y1 - vanish.1) / 190.0,
                    colour.darker(0.2).alpha(0.5),
                );
                row += 24.0;
            }
            left = right;
        }
    }
    let cloth = [hex(0x7A3E48), hex(0x355C7D), hex(0x5A4B73), hex(0x2F6B62)];
    let people = 3 + rng.below(3);
    for i in 0..people {
        let y = 430.0 + f64::from(i) * 34.0 + rng.between(-10.0, 10.0);
        let x = rng.between(150.0, 1050.0);
        let colour = cloth.get(usize::try_from(i).unwrap_or(0)).copied().unwrap_or(cloth[0]);
        worker(canvas, (x, y), (y - 210.0) * 0.26, light.on(colour, 0.06), rng.below(3) > 0);
    }
    let corner = if sun_x > 600.0 { 70.0 } else { 1130.0 };
    let lean = if sun_x > 600.0 { 0.16 } else { -0.16 };
    palm(canvas, (corner, 700.0), 430.0, lean, light.on(hex(0x2C6B3F), 0.0));
}

fn village(canvas: &mut Canvas, rng: &mut Rng, light: &Light, y: f64) {
    for i in 0..40 {
        let x = f64::from(i) * 31.0 + rng.between(-14.0, 14.0);
        let leaf = light.on(hex(0x2F6E48), rng.between(0.22, 0.36));
        if rng.one_in(6) {
            palm(canvas, (x, y + 4.0), rng.between(48.0, 70.0), rng.between(-0.2, 0.2), leaf);
        } else {
            tree(canvas, rng, (x, y + 6.0), (30.0, 48.0), leaf);
        }
        if rng.one_in(5) {
            let roof = light.on(hex(0xB5523B), 0.24);
            canvas.rect((x - 14.0, y - 12.0), (28.0, 16.0), light.on(hex(0xF3E6CF), 0.2));
            canvas.path(&format!("M{:.1} {:.1}h36l-8 -11h-20Z", x - 18.0, y - 11.0), roof);
        }
    }
}

/// Forest trunks in slanting light.
pub(super) fn forest(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::at(rng.pick(0, &[1, 1, 2]));
    let leaf = rng.pick(hex(0x2F7048), &[hex(0x3A7440), hex(0x28685A)]);
    let glow = light.low.mix(hex(0xEAF3B8), 0.45);
    let air = canvas.down(&[(0.0, light.on(leaf, 0.42)), (0.5, glow), (1.0, light.on(leaf, 0.3))]);
    canvas.ground(air);
    let sun = (rng.between(330.0, 870.0), 150.0);
    let halo = canvas.radial(&[
        (0.0, light.sun.alpha(0.95)),
        (0.35, light.sun.alpha(0.4)),
        (1.0, light.sun.alpha(0.0)),
    ]);
    canvas.circle(sun, 380.0, halo);
    for layer in 0..4 {
        let t = f64::from(layer) / 3.0;
        let colour = light.on(leaf, 0.62 - 0.56 * t).darker(0.22 * t);
        let bark = colour.mix(hex(0x3C2C24), 0.18 + 0.3 * t);
        let floor = 470.0 + 58.0 * t;
        let count = 13 - 3 * layer;
        for i in 0..count {
            let slot = WIDTH / f64::from(count);
            let x = (f64::from(i) + rng.between(0.15, 0.85)) * slot;
            let w = (9.0 + 26.0 * t) * rng.between(0.75, 1.3);
            if layer == 3 && (x - sun.0).abs() < 190.0 {
                continue;
            }
            let lean = rng.between(-16.0, 16.0);
            canvas.path(
                &format!(
                    "M{:.1} 690Q{:.1} {:.1} {:.1} -10H{:.1}Q{:.1} {:.1} {:.1} 690Z",
                    x - w,
                    x - w * 0.35,
                    floor - 60.0,
                    x - w * 0.34 + lean,
                    x + w * 0.34 + lean,
                    x + w * 0.35,
                    floor - 60.0,
                    x + w
                ),
                bark,
            );
            if layer > 0 {
                let limb = rng.between(150.0, 300.0);
                let way = if rng.one_in(2) { 1.0 } else { -1.0 };
                canvas.stroke(
                    &format!(
                        "M{x:.1} {limb:.1}q{:.1} -20 {:.1} -80",
                        40.0 * way,
                        (70.0 + 40.0 * t) * way
                    ),
                    w * 0.3,
                    bark,
                );
            }
        }
        for _ in 0..26 {
            let place = (rng.between(-30.0, WIDTH + 30.0), rng.between(-30.0, 105.0 - 34.0 * t));
            let r = rng.between(38.0, 82.0);
            canvas.circle(place, r, colour.lighter(rng.between(0.0, 0.12)).alpha(0.92));
        }
        let slope = canvas.down(&[(0.0, colour.lighter(0.12)), (1.0, colour.darker(0.18))]);
        canvas.path(&ridge(rng, floor + 20.0 * t, 24.0, 0.0), slope);
        for _ in 0..18 {
            let at = (rng.between(0.0, WIDTH), floor + 30.0 + 34.0 * t + rng.between(0.0, 20.0));
            fern(canvas, rng, at, 26.0 + 44.0 * t, colour.lighter(0.06).darker(0.1 * t));
        }
        if layer == 1 {
            for i in 0..5 {
                let x = sun.0 + (f64::from(i) - 2.0) * 150.0;
                let ray = canvas.down(&[(0.0, light.sun.alpha(0.42)), (1.0, light.sun.alpha(0.0))]);
                canvas.path(
                    &format!(
                        "M{:.1} 60L{:.1} 60L{:.1} 600L{:.1} 600Z",
                        sun.0 - 12.0 + f64::from(i) * 5.0,
                        sun.0 + 8.0 + f64::from(i) * 5.0,
                        x + 96.0,
                        x - 30.0
                    ),
                    ray,
                );
            }
        }
    }
}

fn fern(
    canvas: &mut Canvas,
    rng: &mut Rng,
    (x, y): (f64, f64),
    s: f64,
    leaf: super::canvas::Colour,
) {
    for i in 0..5 {
        let lean = (f64::from(i) - 2.0) * 0.42 + rng.between(-0.12, 0.12);
        let (ex, ey) = (x + s * lean, y - s * (1.0 - lean.abs() * 0.55));
        canvas.path(
            &format!(
                "M{x:.1} {y:.1}Q{:.1} {:.1} {ex:.1} {ey:.1}Q{:.1} {:.1} {x:.1} {y:.1}Z",
                x + s * lean * 0.1 - 0.08 * s,
                y - s * 0.6,
                x + s * lean * 0.3 + 0.1 * s,
                y - s * 0.45
            ),
            leaf.lighter(0.03 * f64::from(i)),
        );
    }
}
