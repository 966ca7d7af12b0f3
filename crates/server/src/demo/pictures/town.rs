//! Scenes in town: citadel, skyline, lantern festival.

use super::canvas::{Canvas, Colour, HEIGHT, Rng, WIDTH, hex};
use super::sky::{Light, flag, ridge, sky, tree};

/// The gate of an old citadel over its moat.
pub(super) fn citadel(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let line = 470.0;
    sky(canvas, rng, &light, line);
    canvas.path(&ridge(rng, 400.0, 38.0, 0.3), light.on(hex(0x3F7468), 0.55));
    for i in 0..34 {
        let x = f64::from(i) * 37.0 + rng.between(-16.0, 16.0);
        tree(canvas, rng, (x, 452.0), (80.0, 138.0), light.on(hex(0x2F6E48), 0.3));
    }
    let gate = 600.0 + rng.pick(0.0, &[-120.0, 120.0]);
    let brick = light.on(rng.pick(hex(0xB0563C), &[hex(0xA96A45), hex(0x9C4F43)]), 0.06);
    wall(canvas, rng, brick, line);
    gatehouse(canvas, rng, &light, brick, (gate, line));
    flag(canvas, (gate, 196.0), 120.0, light.on(hex(0x8E99A3), 0.05));
    let grass = light.on(hex(0x5F9A4C), 0.05);
    canvas.rect((0.0, line), (WIDTH, 26.0), grass);
    canvas.rect((0.0, line + 20.0), (WIDTH, 8.0), grass.darker(0.25));
    let tint = light.on(hex(0x3E8A8E), 0.0);
    let moat = canvas.down(&[(0.0, tint.mix(light.low, 0.45)), (1.0, tint.darker(0.35))]);
    canvas.rect((0.0, line + 28.0), (WIDTH, HEIGHT - line), moat);
    canvas.rect((gate - 140.0, line + 28.0), (280.0, 120.0), brick.alpha(0.16));
    for _ in 0..26 {
        let y = rng.between(line + 36.0, HEIGHT);
        let w = rng.between(40.0, 150.0);
        canvas.round((rng.between(-40.0, WIDTH), y), (w, 2.6), 1.3, light.low.alpha(0.3));
    }
    let deck = light.on(hex(0xCDBFA6), 0.06);
    canvas.path(
        &format!(
            "M{:.0} {line:.0}H{:.0}L{:.0} 690H{:.0}Z",
            gate - 46.0,
            gate + 46.0,
            gate + 132.0,
            gate - 132.0
        ),
        deck,
    );
    for side in [-1.0, 1.0] {
        for i in 0..5 {
            let t = f64::from(i) / 4.0;
            let x = gate + side * (48.0 + 82.0 * t);
            let (y, h) = (line + 190.0 * t, 20.0 + 26.0 * t);
            canvas.rect((x - 5.0, y - h), (10.0 + 4.0 * t, h + 6.0), deck.darker(0.2));
        }
        canvas.stroke(
            &format!(
                "M{:.0} {:.0}L{:.0} {:.0}",
                gate + side * 48.0,
                line - 16.0,
                gate + side * 132.0,
                line + 150.0
            ),
            7.0,
            deck.lighter(0.12),
        );
    }
    for _ in 0..24 {
        let x = rng.between(0.0, WIDTH);
        if (x - gate).abs() > 190.0 {
            lotus(canvas, rng, (x, rng_row(x)), &light);
        }
    }
}

/// Keeps lotus leaves in the two lower bands of the moat.
fn rng_row(x: f64) -> f64 {
    575.0 + (x * 0.37) % 78.0
}

fn wall(canvas: &mut Canvas, rng: &mut Rng, brick: Colour, line: f64) {
    let face = canvas.down(&[(0.0, brick.lighter(0.08)), (1.0, brick.darker(0.22))]);
    canvas.rect((0.0, line - 96.0), (WIDTH, 96.0), face);
    canvas.rect((0.0, line - 104.0), (WIDTH, 12.0), brick.lighter(0.22));
    for i in 0..31 {
        canvas.rect((f64::from(i) * 40.0 - 8.0, line - 122.0), (25.0, 20.0), brick.darker(0.04));
    }
    for _ in 0..150 {
        let row = f64::from(rng.below(8));
        let x = rng.between(0.0, WIDTH);
        let tone = if rng.one_in(2) { brick.darker(0.2) } else { brick.lighter(0.14) };
        canvas.rect((x, line - 88.0 + row * 11.0), (rng.between(16.0, 34.0), 6.5), tone.alpha(0.5));
    }
}

fn gatehouse(canvas: &mut Canvas, rng: &mut Rng, light: &Light, brick: Colour, at: (f64, f64)) {
    let tile = light.on(rng.pick(hex(0x8C4A2F), &[hex(0x3F6B5C), hex(0xB5762E)]), 0.04);
    let plaster = light.on(hex(0xF1DFB8), 0.05);
    let timber = light.on(hex(0x7A2E22), 0.03);
    let front =
        canvas.across(&[(0.0, brick.lighter(0.14)), (0.6, brick), (1.0, brick.darker(0.18))]);
    canvas.placed(at, (1.0, 1.0), |c| {
        c.path("M-176 0L-160 -150H160L176 0Z", front);
        c.rect((-168.0, -162.0), (336.0, 16.0), brick.lighter(0.24));
        for i in 0..9 {
            c.rect((-164.0 + f64::from(i) * 38.0, -180.0), (24.0, 20.0), brick.darker(0.04));
        }
        c.path("M-56 0V-66Q-56 -118 0 -122Q56 -118 56 -66V0Z", plaster);
        c.path("M-44 0V-64Q-44 -106 0 -109Q44 -106 44 -64V0Z", hex(0x2A1D24));
        c.path("M-44 0V-64Q-44 -106 -4 -109L-18 -60V0Z", timber);
        c.path("M44 0V-64Q44 -106 4 -109L18 -60V0Z", timber.darker(0.15));
        for (y, half, roof) in [(-166.0, 118.0, 158.0), (-232.0, 72.0, 106.0)] {
            c.rect((-half, y - 50.0), (half * 2.0, 52.0), plaster);
            c.rect((half * 0.35, y - 50.0), (half * 0.65, 52.0), plaster.darker(0.12));
            for i in 0..6 {
                let x = -half + f64::from(i) * (half * 2.0 - 9.0) / 5.0;
                c.rect((x, y - 50.0), (9.0, 52.0), timber);
            }
            for i in 0..5 {
                let x = -half + half * (0.12 + 0.4 * f64::from(i));
                c.round((x, y - 38.0), (half * 0.17, 34.0), 3.0, light.lamp());
            }
            c.path(
                &format!(
                    "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}H{:.1}Q{:.1} {:.1} {:.1} {:.1}Q{:.1} {:.1} 0 {:.1}T{:.1} {:.1}Z",
                    -roof - 14.0, y - 56.0, -roof + 22.0, y - 54.0, -half * 0.72, y - 96.0, half * 0.72, roof - 22.0, y - 54.0, roof + 14.0, y - 56.0, roof * 0.7, y - 44.0, y - 44.0, -roof - 14.0, y - 56.0
                ),
                tile,
            );
            c.rect((-half * 0.76, y - 101.0), (half * 1.52, 7.0), tile.lighter(0.2));
            for i in 0..13 {
                let t = f64::from(i) / 12.0 * 2.0 - 1.0;
                c.stroke(
                    &format!("M{:.1} {:.1}L{:.1} {:.1}", t * half * 0.7, y - 93.0, t * (roof - 26.0), y - 49.0),
                    1.8,
                    tile.darker(0.28),
                );
            }
        }
    });
}

fn lotus(canvas: &mut Canvas, rng: &mut Rng, (x, y): (f64, f64), light: &Light) {
    let leaf = light.on(hex(0x4C9A5E), 0.0).darker(rng.between(0.0, 0.2));
    let s = (y - 470.0) / 130.0;
    canvas.oval((x, y), (36.0 * s, 9.0 * s), leaf);
    canvas.oval((x - 5.0 * s, y - 1.5), (23.0 * s, 5.0 * s), leaf.lighter(0.14));
    if rng.one_in(3) {
        let pink = light.on(hex(0xF08BA8), 0.0);
        for (dx, tilt) in [(-10.0, -26.0), (10.0, 26.0), (-5.0, -12.0), (5.0, 12.0), (0.0, 0.0)] {
            canvas.turned(tilt, (x, y - 2.0), |c| {
                c.oval(
                    (x + dx * s * 0.3, y - 13.0 * s),
                    (5.4 * s, 13.0 * s),
                    pink.lighter(0.06 * f64::abs(dx)),
                );
            });
        }
    }
}

/// A town on a river: tall houses, a row of tube houses, a park with trees.
pub(super) fn skyline(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let line = 520.0;
    sky(canvas, rng, &light, line);
    canvas.path(&ridge(rng, 400.0, 55.0, 0.6), light.on(hex(0x3F6B86), 0.66));
    let cool = rng.pick(hex(0x4F7FA3), &[hex(0x5A7D8E), hex(0x6B7BA8)]);
    for (far, low, high, wide) in [(0.62, 90.0, 210.0, 58.0), (0.42, 110.0, 280.0, 84.0)] {
        let mut x = -20.0;
        while x < WIDTH {
            let w = wide * rng.between(0.7, 1.3);
            let middle = 1.0 - ((x - 600.0) / 760.0).powi(2);
            let h = low + (high - low) * rng.between(0.15, 1.0) * middle.max(0.2);
            block(canvas, rng, &light, (x, line - h), (w, h), light.on(cool, far));
            x += w + rng.between(4.0, 26.0);
        }
    }
    let walls = [0xF2E3C6, 0xE9B872, 0xDD7F5F, 0x8FB9A8, 0xF4CFC0, 0x9FC0D8, 0xE8E4DA];
    let mut x = -30.0;
    while x < WIDTH {
        let w = rng.between(52.0, 78.0);
        let i = usize::try_from(rng.below(7)).unwrap_or(0);
        let colour = light.on(hex(walls.get(i).copied().unwrap_or(0xE8E4DA)), 0.12);
        let floors = 2 + rng.below(4);
        tube_house(canvas, rng, &light, (x, line), (w, floors), colour);
        x += w + 2.0;
    }
    let grass = light.on(hex(0x5E9A58), 0.05);
    canvas.rect((0.0, line), (WIDTH, 40.0), grass);
    canvas.rect((0.0, line + 4.0), (WIDTH, 9.0), light.on(hex(0xE9DFCC), 0.1));
    for i in 0..20 {
        let x = f64::from(i) * 64.0 + rng.between(-14.0, 14.0);
        let leaf =
            light.on(rng.pick(hex(0x3F8A52), &[hex(0x2F7550), hex(0x6BA04E), hex(0xD9773F)]), 0.05);
        tree(canvas, rng, (x, line + 22.0), (58.0, 92.0), leaf);
    }
    canvas.rect((0.0, line + 36.0), (WIDTH, 12.0), light.on(hex(0xC9C2B4), 0.05));
    let tint = light.on(hex(0x3A86A0), 0.05);
    let water = canvas.down(&[(0.0, tint.mix(light.low, 0.5)), (1.0, tint.darker(0.3))]);
    canvas.rect((0.0, line + 48.0), (WIDTH, HEIGHT), water);
    for i in 0..60 {
        let x = rng.between(-20.0, WIDTH);
        let y = line + 56.0 + f64::from(i % 10) * 10.5;
        let gleam = if rng.one_in(3) { light.lamp() } else { light.low };
        canvas.round((x, y), (rng.between(26.0, 110.0), 3.0), 1.5, gleam.alpha(0.34));
    }
}

fn block(
    canvas: &mut Canvas,
    rng: &mut Rng,
    light: &Light,
    (x, y): (f64, f64),
    (w, h): (f64, f64),
    tone: Colour,
) {
    let face = canvas.down(&[(0.0, tone), (1.0, tone.mix(light.haze, 0.45))]);
    canvas.rect((x, y), (w, h), face);
    canvas.rect((x + w * 0.7, y), (w * 0.3, h), tone.darker(0.14).alpha(0.45));
    match rng.below(4) {
        0 => canvas.rect((x + w * 0.25, y - 12.0), (w * 0.4, 12.0), tone.darker(0.06)),
        1 => canvas.stroke(&format!("M{:.1} {y:.1}v-36", x + w * 0.5), 2.5, tone),
        2 => canvas
            .path(&format!("M{x:.1} {y:.1}l{w:.1} -{:.1}V{:.1}H{x:.1}Z", w * 0.3, y + 1.0), tone),
        _ => {}
    }
    let columns = rng.pick(3, &[4, 5]);
    let step = w / f64::from(columns);
    let mut row = y + 12.0;
    while row < y + h - 14.0 {
        for column in 0..columns {
            let lit = rng.one_in(if light.dusk > 0.2 { 2 } else { 5 });
            let glass = if lit { light.lamp().alpha(0.85) } else { tone.lighter(0.28).alpha(0.6) };
            canvas.rect((x + step * (f64::from(column) + 0.22), row), (step * 0.52, 8.0), glass);
        }
        row += 17.0;
    }
}

fn tube_house(
    canvas: &mut Canvas,
    rng: &mut Rng,
    light: &Light,
    (x, line): (f64, f64),
    (w, floors): (f64, u32),
    wall: Colour,
) {
    let storey = 34.0;
    let h = storey * f64::from(floors) + 12.0;
    let y = line - h;
    canvas.rect((x, y), (w, h), wall);
    canvas.rect((x + w - 7.0, y), (7.0, h), wall.darker(0.18));
    if rng.one_in(2) {
        let roof = light.on(hex(0xB34E36), 0.08);
        canvas.path(
            &format!(
                "M{:.1} {y:.1}L{:.1} {:.1}L{:.1} {y:.1}Z",
                x - 4.0,
                x + w / 2.0,
                y - 24.0,
                x + w + 4.0
            ),
            roof,
        );
    } else {
        canvas.rect((x - 2.0, y - 6.0), (w + 4.0, 7.0), wall.lighter(0.35));
        canvas.round((x + w * 0.3, y - 22.0), (20.0, 17.0), 4.0, light.on(hex(0xB9C4CC), 0.1));
    }
    for floor in 0..floors {
        let top = y + 10.0 + storey * f64::from(floor);
        let panes = if w > 64.0 { 3 } else { 2 };
        for i in 0..panes {
            let slot = (w - 14.0) / f64::from(panes);
            let lit = light.dusk > 0.2 && rng.below(3) > 0;
            let glass = if lit { light.lamp() } else { light.on(hex(0x4E7286), 0.15) };
            canvas.round(
                (x + 5.0 + slot * (f64::from(i) + 0.16), top),
                (slot * 0.68, 19.0),
                2.0,
                glass,
            );
        }
        canvas.rect((x + 2.0, top + 22.0), (w - 6.0, 3.5), wall.lighter(0.45));
    }
}

/// Lanterns over a river at night, candles on the water.
pub(super) fn festival(canvas: &mut Canvas, rng: &mut Rng) {
    let [top, middle, low] = rng.pick(
        [0x140F33, 0x3B1F55, 0x8C3D5E],
        &[[0x0D1B3B, 0x1F3B66, 0x7A5A78], [0x1A1030, 0x4A1F3F, 0xB0523E]],
    );
    let air = canvas.down(&[(0.0, hex(top)), (0.42, hex(middle)), (0.66, hex(low))]);
    canvas.ground(air);
    for _ in 0..80 {
        let star = (rng.between(0.0, WIDTH), rng.between(0.0, 330.0));
        canvas.circle(star, rng.between(0.6, 1.9), hex(0xFFF3D6).alpha(rng.between(0.2, 0.8)));
    }
    let dark = hex(top).mix(hex(middle), 0.35);
    canvas.path(&ridge(rng, 420.0, 30.0, 0.3), hex(low).mix(dark, 0.5));
    let shore = dark.darker(0.1);
    let mut x = -10.0;
    while x < WIDTH {
        let (w, h) = (rng.between(60.0, 120.0), rng.between(26.0, 62.0));
        canvas.rect((x, 452.0 - h), (w * 0.86, h + 4.0), shore);
        canvas.path(
            &format!(
                "M{:.1} {:.1}q18 -2 {:.1} -26h{:.1}q{:.1} 24 {:.1} 26Z",
                x - 14.0,
                453.0 - h,
                w * 0.26,
                w * 0.48,
                w * 0.1,
                w * 0.26 + 14.0
            ),
            shore,
        );
        for i in 0..4 {
            canvas.round(
                (x + 8.0 + f64::from(i) * w * 0.2, 440.0 - h * 0.55),
                (w * 0.1, 13.0),
                2.0,
                hex(0xFFC76B).alpha(0.85),
            );
        }
        x += w;
    }
    let water = canvas.down(&[
        (0.0, hex(low).mix(dark, 0.35)),
        (0.5, hex(middle).darker(0.2)),
        (1.0, hex(top).darker(0.3)),
    ]);
    canvas.rect((0.0, 452.0), (WIDTH, 230.0), water);
    for _ in 0..60 {
        let t = rng.between(0.0, 1.0);
        let (x, y) = (rng.between(0.0, WIDTH), 458.0 + 215.0 * t * t);
        canvas.round((x, y), (20.0 + 60.0 * t, 1.6 + 1.6 * t), 1.5, hex(0xFFB45E).alpha(0.28));
    }
    for i in 0..26 {
        let t = f64::from(i) / 25.0;
        let at = (rng.between(20.0, WIDTH - 20.0), 474.0 + 180.0 * t * t.sqrt());
        floating_candle(canvas, at, 0.35 + 0.85 * t);
    }
    let silks =
        [hex(0xE4412F), hex(0xF28C28), hex(0xF4C542), hex(0xD63A6A), hex(0x2FA39A), hex(0x7A4FC2)];
    for (drop, from, size, count) in [(26.0, 70.0, 0.55, 13), (64.0, 10.0, 1.0, 7)] {
        let line = format!("M-20 {from:.0}Q600 {:.0} 1220 {from:.0}", from + drop * 3.2);
        canvas.stroke(&line, 2.0, hex(top).darker(0.2).alpha(0.9));
        for i in 0..count {
            let t = (f64::from(i) + 0.5) / f64::from(count);
            let y = from + drop * 3.2 * 2.0 * t * (1.0 - t);
            let tone =
                silks.get(usize::try_from(rng.below(6)).unwrap_or(0)).copied().unwrap_or(hex(top));
            lantern(
                canvas,
                (-20.0 + 1240.0 * t, y),
                size * rng.between(0.85, 1.2),
                tone,
                rng.below(3),
            );
        }
    }
    let leaf = hex(top).darker(0.35);
    canvas.path("M-10 690V640Q300 660 560 676L700 690ZM1210 690V632Q980 650 800 690Z", leaf);
}

fn lantern(canvas: &mut Canvas, at: (f64, f64), s: f64, silk: Colour, shape: u32) {
    canvas.placed(at, (s, s), |c| {
        let halo = c.radial(&[
            (0.0, hex(0xFFD58A).alpha(0.55)),
            (0.5, silk.alpha(0.2)),
            (1.0, silk.alpha(0.0)),
        ]);
        c.circle((0.0, 62.0), 118.0, halo);
        c.stroke("M0 0V22", 2.0, hex(0x2A1626));
        let body =
            c.radial(&[(0.0, hex(0xFFF0B8)), (0.35, silk.mix(hex(0xFFD98A), 0.55)), (1.0, silk)]);
        match shape {
            0 => c.oval((0.0, 62.0), (46.0, 38.0), body),
            1 => c.path("M-18 26Q-58 44 -30 84Q-20 98 -14 102H14Q20 98 30 84Q58 44 18 26Z", body),
            _ => c.round((-30.0, 26.0), (60.0, 76.0), 20.0, body),
        }
        for bend in [-0.55, 0.0, 0.55] {
            c.stroke(
                &format!("M{:.1} 27Q{:.1} 62 {:.1} 100", bend * 20.0, bend * 78.0, bend * 20.0),
                1.5,
                silk.darker(0.3).alpha(0.6),
            );
        }
        c.round((-19.0, 20.0), (38.0, 8.0), 3.0, hex(0xE8B84A));
        c.round((-17.0, 98.0), (34.0, 8.0), 3.0, hex(0xE8B84A));
        c.stroke("M0 106V120M-7 122V146M0 122V152M7 122V146", 2.6, silk.lighter(0.15));
        c.circle((0.0, 119.0), 4.5, hex(0xF6D06B));
    });
}

fn floating_candle(canvas: &mut Canvas, at: (f64, f64), s: f64) {
    canvas.placed(at, (s, s), |c| {
        let halo = c.radial(&[(0.0, hex(0xFFCF7A).alpha(0.7)), (1.0, hex(0xFF9A3C).alpha(0.0))]);
        c.circle((0.0, -8.0), 46.0, halo);
        c.oval((0.0, 12.0), (30.0, 5.0), hex(0xFFB45E).alpha(0.35));
        c.path("M-26 -4Q-30 10 -12 12H12Q30 10 26 -4Q14 4 0 4T-26 -4Z", hex(0xE8627E));
        c.path("M-15 -8Q-18 8 0 11Q18 8 15 -8Q8 2 0 2T-15 -8Z", hex(0xF6A0AE));
        c.path("M0 -22Q8 -10 0 -2Q-8 -10 0 -22Z", hex(0xFFF3C4));
    });
}
