//! An invented map.

use std::fmt::Write as _;

use super::canvas::{Canvas, Colour, HEIGHT, Rng, WIDTH, hex};

/// An invented map: coast, heights, rivers, roads, places.
pub(super) fn coast(canvas: &mut Canvas, rng: &mut Rng) {
    let [sea, low, high, road] = rng
        .pick(
            [0x9FD3DE, 0xE9E7C4, 0x7FAE7B, 0xD9663B],
            &[[0x7FB7D6, 0xF3E3C2, 0xC79A62, 0xB33F3F], [0x8CCFC4, 0xF1EFD9, 0x5F9C86, 0xE08B2C]],
        )
        .map(hex);
    let water = canvas.slant(&[(0.0, sea.lighter(0.25)), (1.0, sea.darker(0.16))]);
    canvas.ground(water);
    let phase = [(); 4].map(|()| rng.between(0.0, std::f64::consts::TAU));
    let [a, b, c, d] = phase;
    let shore =
        |y: f64| 800.0 + 0.26 * y + 46.0 * (y / 128.0 + a).sin() + 17.0 * (y / 43.0 + b).sin();
    let edge = |inset: f64, swing: f64| {
        let mut path = String::from("M-20 -20");
        for i in 0..=48 {
            let y = f64::from(i) * 15.0 - 20.0;
            let wobble = swing
                * ((y / 91.0 + c + inset / 120.0).sin()
                    + 0.6 * (y / 37.0 + d - inset / 90.0).sin());
            let _ = write!(path, "L{:.1} {y:.1}", shore(y) - inset + wobble);
        }
        path.push_str("V720H-20Z");
        path
    };
    for i in 1..=4 {
        let out = f64::from(i) * 34.0;
        canvas.stroke(&edge(-out, 4.0), 2.0, hex(0xFFFFFF).alpha(0.5 - 0.1 * f64::from(i)));
    }
    canvas
        .placed((8.0, 10.0), (1.0, 1.0), |p| p.path(&edge(0.0, 0.0), sea.darker(0.4).alpha(0.35)));
    canvas.path(&edge(0.0, 0.0), low.lighter(0.3));
    for i in 1..9 {
        let t = f64::from(i) / 8.0;
        let inset = 40.0 + 92.0 * f64::from(i);
        let tone = low.mix(high, t).darker(0.06 * t);
        canvas.path(&edge(inset, 12.0 + 16.0 * t), tone);
        canvas.stroke(&edge(inset + 34.0, 14.0 + 16.0 * t), 1.3, high.darker(0.3).alpha(0.28));
    }
    let mut grid = String::new();
    for i in 1..10 {
        let _ = write!(grid, "M{:.0} 0V{HEIGHT:.0}", f64::from(i) * 120.0);
        if i < 6 {
            let _ = write!(grid, "M0 {:.0}H{WIDTH:.0}", f64::from(i) * 120.0);
        }
    }
    canvas.stroke(&grid, 1.0, hex(0xFFFFFF).alpha(0.3));
    let stream = sea.darker(0.12);
    let mouths = [rng.between(110.0, 190.0), rng.between(310.0, 380.0), rng.between(490.0, 570.0)];
    for (i, y) in mouths.into_iter().enumerate() {
        let x = shore(y);
        let up = rng.between(-70.0, 70.0);
        let course = format!(
            "M{:.1} {y:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}S{:.1} {:.1} -20 {:.1}",
            x + 6.0,
            x - 110.0,
            y - 50.0,
            x - 170.0,
            y + 60.0,
            x - 300.0,
            y + up * 0.4,
            x - 520.0,
            y - 40.0 + up,
            y + up
        );
        canvas.stroke(&course, if i == 1 { 10.0 } else { 6.0 }, stream);
    }
    let mut north = String::new();
    for i in 0..=24 {
        let y = f64::from(i) * 30.0 - 20.0;
        let verb = if i == 0 { 'M' } else { 'L' };
        let _ =
            write!(north, "{verb}{:.1} {y:.1}", shore(y) - 120.0 + 16.0 * (y / 150.0 + d).sin());
    }
    canvas.stroke(&north, 9.0, hex(0xFFFFFF));
    canvas.stroke(&north, 5.0, road);
    let hub = (shore(350.0) - 118.0, 350.0);
    let west = format!(
        "M{:.1} {:.1}C{:.1} 420 {:.1} 300 360 400S140 420 -20 470",
        hub.0,
        hub.1,
        hub.0 - 140.0,
        hub.0 - 260.0
    );
    canvas.stroke(&west, 8.0, hex(0xFFFFFF));
    canvas.stroke(&west, 4.0, road.mix(low, 0.15));
    let spots = [
        (hub.0, hub.1, 1.25),
        (shore(120.0) - 112.0, 120.0, 0.8),
        (shore(560.0) - 130.0, 560.0, 0.85),
        (360.0, 400.0, 0.85),
        (150.0, 190.0, 0.7),
    ];
    for (x, y, s) in spots {
        pin(canvas, (x, y), s, road);
    }
    let isle = (shore(150.0) + 190.0, 168.0);
    canvas.oval(isle, (27.0, 20.0), low.lighter(0.3));
    canvas.oval((isle.0 - 2.0, isle.1 - 1.0), (15.0, 10.0), high);
    compass(canvas, (1085.0, 560.0), road, hex(0xFFFFFF));
}

fn pin(canvas: &mut Canvas, at: (f64, f64), s: f64, tone: Colour) {
    canvas.placed(at, (s, s), |c| {
        c.oval((4.0, 2.0), (18.0, 6.0), hex(0x1B2A33).alpha(0.28));
        c.path("M0 0C-8 -22 -28 -32 -28 -56A28 28 0 0 1 28 -56C28 -32 8 -22 0 0Z", tone);
        c.path("M0 0C8 -22 28 -32 28 -56A28 28 0 0 0 0 -84Z", tone.darker(0.16));
        c.circle((0.0, -56.0), 12.0, hex(0xFFFFFF));
    });
}

fn compass(canvas: &mut Canvas, at: (f64, f64), tone: Colour, paper: Colour) {
    canvas.placed(at, (1.0, 1.0), |c| {
        c.circle((0.0, 0.0), 62.0, paper.alpha(0.55));
        c.stroke("M-54 0A54 54 0 1 1 54 0A54 54 0 1 1 -54 0", 2.0, tone.darker(0.35).alpha(0.6));
        c.path("M0 -50L12 0H-12Z", tone);
        c.path("M0 50L12 0H-12Z", tone.darker(0.45));
        c.path("M-50 0L0 -9V9ZM50 0L0 -9V9Z", tone.darker(0.45).alpha(0.45));
        c.circle((0.0, 0.0), 6.0, paper);
    });
}
