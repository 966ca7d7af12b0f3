//! Scenes that stand for an idea: health, meeting, digital.

use std::fmt::Write as _;

use super::canvas::{Canvas, Colour, Rng, WIDTH, hex};

/// A cross, a heartbeat and leaves.
pub(super) fn health(canvas: &mut Canvas, rng: &mut Rng) {
    let [deep, clear, accent] = rng
        .pick(
            [0x0F6E78, 0x53C0B4, 0xF26D6D],
            &[[0x1D5FA0, 0x6BC1E8, 0xF58A5B], [0x1F7A5C, 0x8ACB88, 0xF2A541]],
        )
        .map(hex);
    let ground = canvas.slant(&[(0.0, clear.lighter(0.62)), (0.55, clear), (1.0, deep)]);
    canvas.ground(ground);
    let x = rng.pick(430.0, &[600.0, 770.0]);
    for i in 0..6 {
        let r = 640.0 - f64::from(i) * 82.0;
        canvas.circle((x, 325.0), r, hex(0xFFFFFF).alpha(0.05 + 0.012 * f64::from(i)));
    }
    for _ in 0..22 {
        let at = (rng.between(0.0, WIDTH), rng.between(0.0, 520.0));
        hexagon(
            canvas,
            at,
            rng.between(16.0, 58.0),
            hex(0xFFFFFF).alpha(rng.between(0.05, 0.17)),
            rng.one_in(2),
        );
    }
    canvas.path("M-10 560Q240 470 560 540T1210 500V690H-10Z", deep.alpha(0.4));
    canvas.path("M-10 610Q320 540 640 596T1210 566V690H-10Z", deep.darker(0.18).alpha(0.75));
    canvas.placed((x, 330.0), (1.0, 1.0), |c| {
        for d in [
            "M-800 0H-410l26 -46 34 92 44 -190 52 262 38 -118H-80",
            "M80 0H200l26 -40 34 84 40 -160 48 214 36 -98H800",
        ] {
            c.stroke(d, 16.0, hex(0xFFFFFF).alpha(0.16));
            c.stroke(d, 5.0, hex(0xFFFFFF).alpha(0.85));
        }
    });
    canvas.placed((x, 325.0), (1.0, 1.0), |c| {
        c.path(
            "M0 -228Q92 -186 176 -182Q182 60 0 214Q-182 60 -176 -182Q-92 -186 0 -228Z",
            deep.darker(0.3).alpha(0.22),
        );
        c.path(
            "M0 -240Q92 -198 172 -194Q178 46 0 198Q-178 46 -172 -194Q-92 -198 0 -240Z",
            hex(0xFFFFFF),
        );
        let inner = c.down(&[(0.0, clear.lighter(0.15)), (1.0, deep)]);
        c.path("M0 -214Q82 -178 148 -174Q152 34 0 168Q-152 34 -148 -174Q-82 -178 0 -214Z", inner);
        c.path("M0 -214Q82 -178 148 -174Q152 34 0 168Z", deep.alpha(0.25));
        c.round((-32.0, -128.0), (64.0, 208.0), 16.0, hex(0xFFFFFF));
        c.round((-104.0, -56.0), (208.0, 64.0), 16.0, hex(0xFFFFFF));
        c.path(
            "M0 12C-16 -16 -50 -8 -46 18C-43 38 -18 50 0 66C18 50 43 38 46 18C50 -8 16 -16 0 12Z",
            accent,
        );
    });
    for side in [-1.0, 1.0] {
        canvas.placed((x + side * 300.0, 590.0), (side, 1.0), |c| {
            sprig(c, clear.lighter(0.25), deep);
        });
    }
    for _ in 0..5 {
        let at = (rng.between(60.0, WIDTH - 60.0), rng.between(60.0, 250.0));
        if (at.0 - x).abs() > 250.0 {
            let angle = rng.between(-60.0, 60.0);
            canvas.turned(angle, at, |c| {
                c.round((at.0 - 38.0, at.1 - 15.0), (76.0, 30.0), 15.0, hex(0xFFFFFF).alpha(0.92));
                c.path(
                    &format!("M{:.1} {:.1}h23a15 15 0 0 1 0 30h-23Z", at.0, at.1 - 15.0),
                    accent,
                );
            });
        }
    }
}

fn hexagon(canvas: &mut Canvas, (x, y): (f64, f64), r: f64, ink: Colour, filled: bool) {
    let (h, w) = (r * 0.5, r * 0.866);
    let d = format!(
        "M{x:.1} {:.1}l{w:.1} {h:.1}v{r:.1}l-{w:.1} {h:.1}l-{w:.1} -{h:.1}v-{r:.1}Z",
        y - r
    );
    if filled { canvas.path(&d, ink) } else { canvas.stroke(&d, 2.5, ink) }
}

fn sprig(canvas: &mut Canvas, leaf: Colour, stem: Colour) {
    canvas.stroke("M-140 60Q-20 40 60 -120", 5.0, stem.lighter(0.2));
    for i in 0..6 {
        let t = f64::from(i) / 6.0;
        // Points of the stem's own curve.
        let (x, y) = (-140.0 + 240.0 * t - 40.0 * t * t, 60.0 - 40.0 * t - 140.0 * t * t);
        for (turn, tone) in [(-62.0, leaf), (28.0, leaf.darker(0.2))] {
            canvas.turned(turn - 52.0 * t, (x, y), |c| {
                c.path(&format!("M{x:.1} {y:.1}q32 -22 68 0q-36 22 -68 0Z"), tone);
            });
        }
    }
}

/// A hall seen from the back rows: screen, podium, people.
pub(super) fn meeting(canvas: &mut Canvas, rng: &mut Rng) {
    let [wall, drape, seat, gold] = rng
        .pick(
            [0xF3E4CC, 0x9E2A2B, 0x6B2737, 0xE0A63A],
            &[[0xDCE7EC, 0x1F4E79, 0x27405E, 0xE3B04B], [0xE6E9DC, 0x2B6650, 0x26493F, 0xE5B454]],
        )
        .map(hex);
    let back = canvas.down(&[(0.0, wall.darker(0.12)), (0.5, wall), (1.0, wall.darker(0.22))]);
    canvas.ground(back);
    for i in 0..7 {
        let x = 70.0 + f64::from(i) * 176.0;
        let beam =
            canvas.down(&[(0.0, hex(0xFFF6DC).alpha(0.75)), (1.0, hex(0xFFF6DC).alpha(0.0))]);
        canvas.path(
            &format!("M{:.0} 0H{:.0}L{:.0} 380H{:.0}Z", x - 14.0, x + 14.0, x + 84.0, x - 84.0),
            beam,
        );
        canvas.round((x - 30.0, 0.0), (60.0, 9.0), 4.0, hex(0xFFFBEF));
    }
    for side in [0.0, WIDTH] {
        canvas.placed((side, 0.0), (if side > 0.0 { -1.0 } else { 1.0 }, 1.0), |c| {
            for i in 0..6 {
                let x = f64::from(i) * 34.0 - 10.0;
                let fold = c.across(&[
                    (0.0, drape.darker(0.3)),
                    (0.5, drape.lighter(0.08)),
                    (1.0, drape.darker(0.3)),
                ]);
                c.path(
                    &format!(
                        "M{x:.0} 0H{:.0}L{:.0} 420H{:.0}Z",
                        x + 36.0,
                        x + 34.0 - 6.0 * f64::from(i),
                        x - 6.0 * f64::from(i)
                    ),
                    fold,
                );
            }
        });
    }
    canvas.round((272.0, 64.0), (656.0, 286.0), 10.0, drape.darker(0.35));
    let screen = canvas.slant(&[(0.0, hex(0xFDFEFE)), (1.0, drape.lighter(0.78))]);
    canvas.round((284.0, 76.0), (632.0, 262.0), 5.0, screen);
    chart(canvas, rng, drape, gold);
    canvas.rect((0.0, 396.0), (WIDTH, 280.0), seat.lighter(0.2));
    let stage = canvas.down(&[(0.0, gold.mix(hex(0x8A5A33), 0.5)), (1.0, hex(0x6B4429))]);
    canvas.rect((150.0, 380.0), (900.0, 34.0), stage);
    let podium = rng.pick(250.0, &[950.0]);
    canvas.path(&format!("M{:.0} 300h92l-10 84h-72Z", podium - 46.0), hex(0x8A5A33));
    canvas.path(&format!("M{podium:.0} 300h46v84h-36Z"), hex(0x6B4429).alpha(0.6));
    canvas.circle((podium, 338.0), 13.0, gold);
    canvas.rect((podium - 54.0, 292.0), (108.0, 10.0), hex(0xA9744A));
    person(canvas, (podium, 296.0), 0.62, hex(0x24344D), hex(0x2A1E1A), true);
    canvas.rect((430.0, 348.0), (340.0, 34.0), drape);
    canvas.rect((422.0, 342.0), (356.0, 9.0), drape.lighter(0.2));
    for i in 0..4 {
        let x = 474.0 + f64::from(i) * 84.0;
        person(
            canvas,
            (x, 344.0),
            0.5,
            hex(0x2B3A55).lighter(0.07 * f64::from(i)),
            hex(0x2A1E1A),
            true,
        );
    }
    for row in 0..4 {
        let t = f64::from(row) / 3.0;
        let y = 462.0 + 84.0 * t + 22.0 * t * t;
        let s = 0.62 + 0.72 * t;
        let count = 15 - 3 * row;
        let gap = WIDTH / f64::from(count);
        for i in 0..=count {
            let shift = if row % 2 == 0 { 0.5 } else { 0.0 };
            let x = gap * (f64::from(i) + shift);
            let bow = ((x - 600.0) / 600.0).powi(2) * 16.0;
            if !rng.one_in(7) {
                let shirts = [0x3E5C76, 0xF4F1EA, 0x748CAB, 0xC8553D, 0xE9E1CE, 0x4F6D5B, 0xB8C4CF];
                let i = usize::try_from(rng.below(7)).unwrap_or(0);
                let shirt = hex(shirts.get(i).copied().unwrap_or(0x3E5C76)).darker(0.1 + 0.22 * t);
                let hair = hex(0x2A1E1A).mix(hex(0x4A4A50), rng.between(0.0, 0.5));
                person(canvas, (x, y + bow), s, shirt, hair, false);
            }
            let back = seat.darker(0.1 + 0.3 * t);
            canvas.round((x - 42.0 * s, y - 18.0 * s + bow), (84.0 * s, 150.0), 16.0 * s, back);
            canvas.round(
                (x - 42.0 * s, y - 18.0 * s + bow),
                (84.0 * s, 7.0 * s),
                3.5 * s,
                back.lighter(0.2),
            );
        }
    }
}

fn chart(canvas: &mut Canvas, rng: &mut Rng, main: Colour, gold: Colour) {
    for i in 0..4 {
        canvas.rect((322.0, 130.0 + f64::from(i) * 54.0), (330.0, 1.6), main.alpha(0.16));
    }
    let mut tall = rng.between(40.0, 70.0);
    for i in 0..7 {
        let x = 334.0 + f64::from(i) * 45.0;
        let tone = if i == 6 { gold } else { main.lighter(0.5 - 0.07 * f64::from(i)) };
        canvas.round((x, 298.0 - tall), (27.0, tall), 4.0, tone);
        tall += rng.between(4.0, 30.0);
    }
    canvas.circle((778.0, 196.0), 84.0, main.lighter(0.66));
    let share = rng.between(0.9, 2.6);
    let (sin, cos) = share.sin_cos();
    canvas.path(
        &format!("M778 196V112A84 84 0 0 1 {:.1} {:.1}Z", 778.0 + 84.0 * sin, 196.0 - 84.0 * cos),
        gold,
    );
    let (sin, cos) = (share + 1.7).sin_cos();
    let from = share.sin_cos();
    canvas.path(
        &format!(
            "M778 196L{:.1} {:.1}A84 84 0 0 1 {:.1} {:.1}Z",
            778.0 + 84.0 * from.0,
            196.0 - 84.0 * from.1,
            778.0 + 84.0 * sin,
            196.0 - 84.0 * cos
        ),
        main,
    );
    canvas.circle((778.0, 196.0), 42.0, hex(0xFDFEFE));
    for i in 0..3 {
        canvas.round(
            (700.0, 296.0 + f64::from(i) * 13.0),
            (156.0 - 34.0 * f64::from(i), 6.0),
            3.0,
            main.alpha(0.25),
        );
    }
    canvas.round((322.0, 98.0), (210.0, 13.0), 6.5, main.alpha(0.75));
}

/// Head and shoulders; the chest ends at `at`.
fn person(canvas: &mut Canvas, at: (f64, f64), s: f64, shirt: Colour, hair: Colour, faces: bool) {
    let skin = hex(0xD9A57C);
    canvas.placed(at, (s, s), |c| {
        c.path("M-38 4V-22Q-36 -46 -10 -50H10Q36 -46 38 -22V4Z", shirt);
        c.path("M8 4V-50H10Q36 -46 38 -22V4Z", shirt.darker(0.14));
        c.rect((-8.0, -60.0), (16.0, 14.0), skin.darker(0.14));
        c.oval((0.0, -76.0), (18.5, 22.0), skin);
        if faces {
            c.path("M-20 -76Q-22 -102 0 -101Q22 -102 20 -76Q14 -90 0 -90T-20 -76Z", hair);
            c.path("M-8 -50L0 -30L8 -50Z", hex(0xF7F3EA));
        } else {
            c.path("M-20 -72Q-23 -102 0 -102Q23 -102 20 -72Q17 -58 0 -57T-20 -72Z", hair);
        }
    });
}

/// A glowing grid with nodes, cards and a phone.
pub(super) fn digital(canvas: &mut Canvas, rng: &mut Rng) {
    let [night, deep, glow, warm] = rng
        .pick(
            [0x0B1B3A, 0x14427A, 0x4FD1E8, 0xFFC857],
            &[[0x14143C, 0x3B2F80, 0x8FB8FF, 0xFF9F7A], [0x06252E, 0x0F5B60, 0x5FE3C0, 0xFFD166]],
        )
        .map(hex);
    let ground = canvas.down(&[(0.0, night), (0.55, deep), (1.0, night)]);
    canvas.ground(ground);
    let halo =
        canvas.radial(&[(0.0, glow.alpha(0.5)), (0.5, glow.alpha(0.13)), (1.0, glow.alpha(0.0))]);
    canvas.oval((600.0, 400.0), (720.0, 300.0), halo);
    let mut grid = String::new();
    for i in -16..=16 {
        let x = f64::from(i) * 36.0;
        let _ = write!(grid, "M{:.1} 420L{:.1} 690", 600.0 + x, 600.0 + x * 6.2);
    }
    for i in 0..10 {
        let y = 420.0 + 2.4 * f64::from(i * i) + 6.0 * f64::from(i);
        let _ = write!(grid, "M-10 {y:.1}H1210");
    }
    canvas.stroke(&grid, 1.5, glow.alpha(0.3));
    canvas.rect((0.0, 418.0), (WIDTH, 2.4), glow.alpha(0.75));
    for i in 0..44 {
        let x = f64::from(i) * 28.0;
        let middle = 1.0 - ((x - 600.0) / 640.0).powi(2);
        let h = 18.0 + rng.between(10.0, 130.0) * middle.max(0.12);
        let bar = canvas.down(&[(0.0, glow.mix(deep, 0.35).alpha(0.75)), (1.0, deep.alpha(0.25))]);
        canvas.rect((x, 418.0 - h), (19.0, h), bar);
        canvas.rect((x, 418.0 - h), (19.0, 2.5), glow.alpha(0.75));
    }
    let mut nodes: Vec<(f64, f64, f64)> = Vec::new();
    for i in 0..26 {
        let x = 30.0 + f64::from(i % 9) * 142.0 + rng.between(-48.0, 48.0);
        let y = 52.0 + f64::from(i / 9) * 96.0 + rng.between(-34.0, 34.0);
        nodes.push((x, y, rng.between(4.0, 10.0)));
    }
    let mut links = String::new();
    for (i, a) in nodes.iter().enumerate() {
        for b in nodes.iter().skip(i + 1) {
            if (a.0 - b.0).hypot(a.1 - b.1) < 158.0 {
                let _ = write!(links, "M{:.1} {:.1}L{:.1} {:.1}", a.0, a.1, b.0, b.1);
            }
        }
    }
    canvas.stroke(&links, 1.7, glow.alpha(0.4));
    for (i, (x, y, r)) in nodes.into_iter().enumerate() {
        let tone = if i % 5 == 0 { warm } else { glow };
        canvas.circle((x, y), r * 2.3, tone.alpha(0.16));
        canvas.circle((x, y), r, tone);
        canvas.circle((x, y), r * 0.42, night);
    }
    let (left, right) = if rng.one_in(2) { (370.0, 760.0) } else { (790.0, 410.0) };
    canvas.turned(-7.0, (left, 360.0), |c| phone(c, (left, 360.0), [night, deep, glow, warm]));
    canvas.turned(5.0, (right, 380.0), |c| card(c, (right, 390.0), [night, deep, glow, warm]));
}

fn phone(canvas: &mut Canvas, at: (f64, f64), [night, deep, glow, warm]: [Colour; 4]) {
    canvas.placed(at, (1.0, 1.0), |c| {
        c.round((-104.0, -204.0), (230.0, 440.0), 34.0, night.darker(0.5).alpha(0.45));
        c.round((-116.0, -220.0), (232.0, 440.0), 34.0, hex(0xF4F8FB));
        let screen = c.slant(&[(0.0, glow.lighter(0.35)), (1.0, deep.lighter(0.15))]);
        c.round((-103.0, -206.0), (206.0, 412.0), 24.0, screen);
        c.round((-34.0, -198.0), (68.0, 13.0), 6.5, night);
        c.round((-84.0, -160.0), (168.0, 118.0), 16.0, hex(0xFFFFFF).alpha(0.95));
        c.circle((0.0, -112.0), 34.0, glow.mix(deep, 0.3));
        c.stroke("M-15 -112l11 12l21 -24", 8.0, hex(0xFFFFFF));
        c.round((-42.0, -66.0), (84.0, 9.0), 4.5, deep.alpha(0.4));
        for i in 0..6 {
            let (x, y) = (-84.0 + f64::from(i % 3) * 59.0, -22.0 + f64::from(i / 3) * 64.0);
            c.round((x, y), (50.0, 52.0), 13.0, hex(0xFFFFFF).alpha(0.9));
            c.circle((x + 25.0, y + 21.0), 11.0, if i % 2 == 0 { deep } else { warm });
            c.round((x + 12.0, y + 38.0), (26.0, 5.0), 2.5, deep.alpha(0.35));
        }
        c.round((-84.0, 118.0), (168.0, 46.0), 23.0, warm);
        c.round((-40.0, 136.0), (80.0, 10.0), 5.0, night.alpha(0.75));
        c.round((-36.0, 186.0), (72.0, 6.0), 3.0, hex(0xFFFFFF).alpha(0.8));
    });
}

fn card(canvas: &mut Canvas, at: (f64, f64), [night, deep, glow, warm]: [Colour; 4]) {
    canvas.placed(at, (1.0, 1.0), |c| {
        c.round((-160.0, -92.0), (344.0, 216.0), 22.0, night.darker(0.5).alpha(0.45));
        c.round((-172.0, -108.0), (344.0, 216.0), 22.0, hex(0xFBFDFE));
        let band = c.across(&[(0.0, deep), (1.0, glow.mix(deep, 0.2))]);
        c.path("M-172 -54V-86a22 22 0 0 1 22 -22H150a22 22 0 0 1 22 22V-54Z", band);
        c.circle((-140.0, -81.0), 13.0, warm);
        c.round((-114.0, -91.0), (150.0, 8.0), 4.0, hex(0xFFFFFF).alpha(0.9));
        c.round((-114.0, -76.0), (96.0, 6.0), 3.0, hex(0xFFFFFF).alpha(0.6));
        c.round((-146.0, -30.0), (94.0, 112.0), 12.0, glow.lighter(0.55));
        c.circle((-99.0, 10.0), 22.0, deep.lighter(0.1));
        c.path("M-138 82Q-136 40 -99 40T-60 82Z", deep.lighter(0.1));
        for (y, w) in [(-24.0, 150.0), (0.0, 120.0), (24.0, 168.0), (48.0, 92.0)] {
            c.round((-32.0, y), (w, 9.0), 4.5, deep.alpha(0.3));
        }
        c.round((92.0, 44.0), (54.0, 42.0), 8.0, warm);
        c.stroke("M92 65h54M110 44v42M128 44v42", 2.4, warm.darker(0.3));
    });
}
