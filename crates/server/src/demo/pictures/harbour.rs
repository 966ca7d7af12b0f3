//! A scene at the harbour.

use super::canvas::{Canvas, Colour, Rng, WIDTH, hex};
use super::sky::{Light, ridge, sky};
use super::water::{water, wave};

/// A port: cranes, stacked containers, a freighter.
pub(super) fn port(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let horizon = 360.0;
    let (sun_x, _) = sky(canvas, rng, &light, horizon);
    canvas.path(&ridge(rng, 335.0, 30.0, 0.4), light.on(hex(0x376B7A), 0.55));
    let tint = rng.pick(hex(0x2A6C8C), &[hex(0x2B7A83), hex(0x35668F)]);
    water(canvas, rng, &light, 352.0, sun_x, tint);
    let boxes =
        [hex(0xC8503C), hex(0x2E7D8C), hex(0xE0A63A), hex(0x3F5F8A), hex(0x5B8E5A), hex(0xE8E2D4)];
    let left = sun_x > 600.0;
    canvas.placed(
        (if left { 0.0 } else { WIDTH }, 0.0),
        (if left { 1.0 } else { -1.0 }, 1.0),
        |c| {
            let quay = light.on(hex(0xB9B2A6), 0.12);
            for i in 0..3 {
                let x = 96.0 + f64::from(i) * 205.0;
                let colour = light.on(
                    if i % 2 == 0 { hex(0xD9532F) } else { hex(0x2B5F9E) },
                    0.2 - 0.07 * f64::from(i),
                );
                crane(c, (x, 448.0), 2.55 + 0.25 * f64::from(i), colour);
            }
            for column in 0..15 {
                let high = 1 + rng.below(4);
                for row in 0..high {
                    let i = usize::try_from(rng.below(6)).unwrap_or(0);
                    let tone = light.on(boxes.get(i).copied().unwrap_or(quay), 0.1);
                    let at = (f64::from(column) * 45.0 - 20.0, 428.0 - f64::from(row) * 22.0);
                    crate_box(c, at, (43.0, 20.5), tone);
                }
            }
            c.rect((-10.0, 448.0), (690.0, 16.0), quay.lighter(0.12));
            let wall = c.down(&[(0.0, quay.darker(0.18)), (1.0, quay.darker(0.5))]);
            c.rect((-10.0, 464.0), (684.0, 34.0), wall);
            for i in 0..12 {
                c.round(
                    (f64::from(i) * 58.0 + 8.0, 466.0),
                    (11.0, 26.0),
                    5.0,
                    light.shade.darker(0.3),
                );
            }
            c.oval((330.0, 502.0), (360.0, 9.0), light.shade.alpha(0.25));
        },
    );
    let hull = light.on(rng.pick(hex(0x1F4E79), &[hex(0x8C2F2B), hex(0x22564F)]), 0.02);
    canvas.placed(
        (if left { 700.0 } else { 500.0 }, 590.0),
        (if left { 1.0 } else { -1.0 }, 1.0),
        |c| {
            c.oval((10.0, 26.0), (470.0, 13.0), light.shade.alpha(0.35));
            for column in 0..11 {
                let high = 2 + rng.below(3);
                for row in 0..high {
                    let i = usize::try_from(rng.below(6)).unwrap_or(0);
                    let tone = light.on(boxes.get(i).copied().unwrap_or(hull), 0.0);
                    crate_box(
                        c,
                        (f64::from(column) * 50.0 - 190.0, -82.0 - f64::from(row) * 26.0),
                        (48.0, 24.5),
                        tone,
                    );
                }
            }
            let white = light.on(hex(0xF7F3EA), 0.0);
            c.rect((-330.0, -168.0), (110.0, 112.0), white);
            c.rect((-344.0, -184.0), (138.0, 18.0), white.darker(0.1));
            c.rect((-300.0, -226.0), (34.0, 44.0), light.on(hex(0xD9532F), 0.0));
            for i in 0..12 {
                let at = (-320.0 + f64::from(i % 4) * 25.0, -156.0 + f64::from(i / 4) * 28.0);
                c.round(at, (15.0, 12.0), 2.0, light.lamp().mix(light.shade, 0.12));
            }
            c.path("M-420 -62H420Q440 -62 462 -86L420 22H-380Q-412 -10 -420 -62Z", hull);
            c.path("M-396 -4H431L420 24H-380Q-390 14 -396 -4Z", light.on(hex(0xB23A2E), 0.0));
            c.path(
                "M-420 -62H420Q440 -62 462 -86L458 -74Q440 -52 420 -52H-419Z",
                white.alpha(0.85),
            );
        },
    );
    canvas.path(&wave(rng, 622.0, 12.0, 320.0), light.on(tint, 0.0).lighter(0.18).alpha(0.75));
    canvas.path(&wave(rng, 638.0, 14.0, 420.0), light.on(tint, 0.0).darker(0.12));
}

fn crate_box(canvas: &mut Canvas, (x, y): (f64, f64), (w, h): (f64, f64), tone: Colour) {
    canvas.rect((x, y), (w, h), tone);
    canvas.rect((x, y), (w, h * 0.18), tone.lighter(0.2));
    for i in 1..6 {
        canvas.rect((x + w * f64::from(i) / 6.0, y + h * 0.22), (1.3, h * 0.7), tone.darker(0.25));
    }
}

fn crane(canvas: &mut Canvas, at: (f64, f64), s: f64, steel: Colour) {
    canvas.placed(at, (s, s), |c| {
        c.stroke("M-16 0L-12 -62M16 0L12 -62M-14 -26H14M-15 -8L14 -26M-14 -26L12 -52", 3.0, steel);
        c.stroke("M-36 -62H78M0 -62V-92L74 -63M0 -92L-34 -62", 2.6, steel.lighter(0.1));
        c.rect((-8.0, -70.0), (16.0, 10.0), steel.darker(0.25));
        c.stroke("M52 -60V-40", 0.8, steel.darker(0.4));
        c.rect((44.0, -40.0), (16.0, 7.0), steel.darker(0.15));
    });
}
