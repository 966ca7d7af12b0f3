//! Scenes at the water: sea, river, storm.

use std::fmt::Write as _;

use super::canvas::{Canvas, Colour, HEIGHT, Rng, WIDTH, hex};
use super::sky::{Light, boat, flag, palm, ridge, sky, tree, worker};

/// Water from the horizon down, with the light of the sun on it.
pub(super) fn water(
    canvas: &mut Canvas,
    rng: &mut Rng,
    light: &Light,
    top: f64,
    sun_x: f64,
    tint: Colour,
) {
    let far = light.on(tint, 0.5).mix(light.middle, 0.3);
    let near = light.on(tint, 0.0);
    let fill = canvas.down(&[(0.0, far), (0.45, far.mix(near, 0.6)), (1.0, near.darker(0.12))]);
    canvas.rect((0.0, top), (WIDTH, HEIGHT - top), fill);
    for i in 0..26 {
        let t = f64::from(i) / 25.0;
        let y = top + 5.0 + (HEIGHT - top) * t * t * 0.92;
        let spread = 16.0 + 130.0 * t;
        let w = (26.0 + 105.0 * t) * rng.between(0.5, 1.0);
        let x = sun_x + rng.between(-spread, spread) * 0.6;
        let shine = light.sun.alpha(0.75 - 0.5 * t);
        canvas.round((x - w / 2.0, y), (w, 2.0 + 3.4 * t), 2.5, shine);
    }
    for _ in 0..34 {
        let t = rng.between(0.02, 1.0);
        let y = top + (HEIGHT - top) * t;
        let w = 30.0 + 130.0 * t * rng.between(0.4, 1.0);
        let x = rng.between(-60.0, WIDTH);
        canvas.round((x, y), (w, 1.4 + 2.2 * t), 2.0, far.lighter(0.5).alpha(0.34));
    }
}

/// A closed wave across the paper.
pub(super) fn wave(rng: &mut Rng, y: f64, height: f64, length: f64) -> String {
    let start = -rng.between(0.0, length);
    let mut d = format!("M{start:.1} {y:.1}");
    let mut x = start;
    while x < WIDTH + length {
        let _ = write!(
            d,
            "q{:.1} {:.1} {:.1} 0t{:.1} 0",
            length / 4.0,
            -height,
            length / 2.0,
            length / 2.0
        );
        x += length;
    }
    let _ = write!(d, "V{:.0}H{start:.1}Z", HEIGHT + 10.0);
    d
}

/// The sea at Cửa Tùng: headland, fishing boats, the beach.
pub(super) fn sea(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let horizon = 300.0;
    let (sun_x, _) = sky(canvas, rng, &light, horizon);
    let right = sun_x < 600.0;
    let land = light.on(hex(0x2F6B57), 0.42);
    let mirror = if right { (WIDTH, -1.0) } else { (0.0, 1.0) };
    canvas.placed((mirror.0, 0.0), (mirror.1, 1.0), |c| {
        c.path(
            "M-5 302V236Q70 214 130 232T260 246Q330 252 378 282T450 302Z",
            land.mix(light.haze, 0.3),
        );
        c.path("M-5 304V262Q50 244 112 258T220 276Q262 284 290 304Z", land.darker(0.06));
    });
    let tint = rng.pick(hex(0x1C86A0), &[hex(0x1E78A8), hex(0x178F92)]);
    water(canvas, rng, &light, horizon, sun_x, tint);
    let hulls = [hex(0x2364A0), hex(0xB8432F), hex(0x1F7A6B), hex(0x8A4B2A)];
    let count = 2 + rng.below(3);
    for i in 0..count {
        let y = 338.0 + f64::from(i) * 44.0 + rng.between(0.0, 16.0);
        let lane = WIDTH / f64::from(count);
        let x = (f64::from((i * 2 + 1) % count) + rng.between(0.25, 0.75)) * lane;
        let hull = hulls.get(usize::try_from(rng.below(4)).unwrap_or(0)).copied().unwrap_or(tint);
        let far = ((430.0 - y) / 200.0).max(0.0);
        boat(canvas, (x, y), (y - 250.0) * 0.86, light.on(hull, far), &light);
    }
    for (y, height, length, pale) in [(520.0, 16.0, 420.0, 0.16), (562.0, 20.0, 520.0, 0.3)] {
        let shoal = light.on(tint, 0.0).mix(light.on(hex(0xA8DCCB), 0.1), pale + 0.1);
        canvas.path(
            &wave(rng, y, height, length),
            light.sun.mix(hex(0xFFFFFF), 0.6).alpha(0.5 + pale),
        );
        canvas.path(&wave(rng, y + 8.0, height, length), shoal);
    }
    let sand = light.on(hex(0xF0D6A0), 0.03);
    let beach = canvas.down(&[(0.0, sand.lighter(0.14)), (1.0, sand.darker(0.12))]);
    canvas.placed(
        (if right { 0.0 } else { WIDTH }, 0.0),
        (if right { 1.0 } else { -1.0 }, 1.0),
        |c| {
            c.path(
                "M-10 566Q260 578 520 616T1210 640V690H-10Z",
                hex(0xFFFFFF).mix(light.haze, 0.25).alpha(0.85),
            );
            c.path("M-10 578Q250 590 510 627T1210 652V690H-10Z", beach);
            for (x, y, s) in [(300.0, 640.0, 1.0), (392.0, 654.0, 0.82)] {
                basket(c, (x, y), s, &light);
            }
            let leaf = light.on(hex(0x2B6E48), 0.0);
            palm(c, (96.0, 660.0), 390.0, 0.2, leaf);
            palm(c, (36.0, 680.0), 300.0, -0.06, leaf.darker(0.15));
        },
    );
}

/// A round basket boat drawn up on the sand.
fn basket(canvas: &mut Canvas, (x, y): (f64, f64), s: f64, light: &Light) {
    let weave = light.on(hex(0x9C6B3C), 0.0);
    canvas.oval((x + 6.0, y + 14.0 * s), (54.0 * s, 9.0 * s), light.shade.alpha(0.25));
    canvas.path(
        &format!(
            "M{:.1} {y:.1}Q{:.1} {:.1} {x:.1} {:.1}T{:.1} {y:.1}Z",
            x - 48.0 * s,
            x - 44.0 * s,
            y + 26.0 * s,
            y + 17.0 * s,
            x + 48.0 * s
        ),
        weave.darker(0.12),
    );
    canvas.oval((x, y), (48.0 * s, 14.0 * s), weave.lighter(0.22));
    canvas.oval((x, y + 1.5), (42.0 * s, 10.5 * s), weave.darker(0.4));
    canvas.stroke(
        &format!("M{:.1} {:.1}L{:.1} {:.1}", x - 30.0 * s, y - 2.0, x + 64.0 * s, y - 26.0 * s),
        4.0 * s,
        weave.lighter(0.3),
    );
}

/// A river with a bridge of steel posts and, on the bank, a flag tower.
pub(super) fn river(canvas: &mut Canvas, rng: &mut Rng) {
    let light = Light::any(rng);
    let horizon = 330.0;
    let (sun_x, _) = sky(canvas, rng, &light, horizon);
    canvas.path(&ridge(rng, 288.0, 62.0, 0.7), light.on(hex(0x2E6A73), 0.6));
    canvas.path(&ridge(rng, 318.0, 26.0, 0.1), light.on(hex(0x35724F), 0.4));
    let tint = rng.pick(hex(0x2F7F94), &[hex(0x3B8086), hex(0x2B6F9A)]);
    water(canvas, rng, &light, horizon, sun_x, tint);
    let bank = light.on(hex(0x3E7D4B), 0.3);
    canvas.path("M-10 352Q140 326 330 336T640 340T900 334T1210 344V326H-10Z", bank);
    for i in 0..44 {
        let x = f64::from(i) * 28.0 + rng.between(-10.0, 10.0);
        tree(canvas, rng, (x, 343.0), (26.0, 48.0), light.on(hex(0x2E6E46), 0.26));
    }
    let (tower, way) = if sun_x > 600.0 { (190.0, 1.0) } else { (1010.0, -1.0) };
    let stone = light.on(hex(0xD9CDB8), 0.14);
    canvas.path(
        &format!(
            "M{:.0} 372L{:.0} 300H{:.0}L{:.0} 372Z",
            tower - 62.0,
            tower - 40.0,
            tower + 40.0,
            tower + 62.0
        ),
        stone,
    );
    canvas.path(
        &format!("M{:.0} 372L{tower:.0} 300H{:.0}L{:.0} 372Z", tower, tower + 40.0, tower + 62.0),
        stone.darker(0.14),
    );
    canvas.rect((tower - 46.0, 292.0), (92.0, 9.0), stone.lighter(0.2));
    flag(canvas, (tower, 294.0), 210.0, light.on(hex(0x8E99A3), 0.05));
    bridge(canvas, &light, way);
    let grass = light.on(hex(0x2D6A3E), 0.0);
    let floor = canvas.down(&[(0.0, grass.lighter(0.08)), (1.0, grass.darker(0.4))]);
    canvas.placed((if way > 0.0 { WIDTH } else { 0.0 }, 0.0), (-way, 1.0), |c| {
        c.path("M-10 560Q160 566 320 612T640 668L700 690H-10Z", floor);
    });
    for _ in 0..46 {
        let t = rng.between(0.0, 1.0);
        let x = if way > 0.0 { WIDTH - t * t * 560.0 } else { t * t * 560.0 };
        let foot = 592.0 + 80.0 * t * t + rng.between(0.0, 60.0);
        let tall = rng.between(50.0, 130.0);
        let lean = rng.between(-22.0, 22.0);
        let d = format!(
            "M{x:.1} {foot:.1}q{:.1} {:.1} {lean:.1} {:.1}",
            lean * 0.1,
            -tall * 0.6,
            -tall
        );
        canvas.stroke(&d, 3.0, grass.lighter(rng.between(0.0, 0.2)));
    }
    if rng.one_in(2) {
        sampan(canvas, (600.0 - way * 120.0, 560.0), &light);
    }
}

fn bridge(canvas: &mut Canvas, light: &Light, way: f64) {
    let (blue, gold) = (light.on(hex(0x2F6FA8), 0.1), light.on(hex(0xE3B23C), 0.1));
    let (blue, gold) = if way > 0.0 { (blue, gold) } else { (gold, blue) };
    let pier = light.on(hex(0xC9C2B4), 0.15);
    for i in 0..8 {
        let x = 20.0 + f64::from(i) * 166.0;
        canvas.path(
            &format!("M{:.1} 412H{:.1}L{:.1} 470H{:.1}Z", x - 13.0, x + 13.0, x + 18.0, x - 18.0),
            pier,
        );
        canvas.rect((x + 4.0, 412.0), (9.0, 58.0), pier.darker(0.2));
        canvas.oval((x, 472.0), (34.0, 5.0), light.shade.alpha(0.3));
        canvas.rect((x - 14.0, 476.0), (28.0, 46.0), pier.alpha(0.16));
    }
    for (from, colour) in [(-10.0, blue), (600.0, gold)] {
        canvas.rect((from, 396.0), (610.0, 16.0), colour.darker(0.22));
        canvas.rect((from, 393.0), (610.0, 6.0), colour.lighter(0.12));
        canvas.rect((from, 436.0 + 50.0), (610.0, 9.0), colour.alpha(0.14));
        for i in 0..22 {
            let x = from + f64::from(i) * 27.7;
            canvas.rect((x, 352.0), (4.5, 42.0), colour);
            canvas.stroke(
                &format!("M{:.1} 391L{:.1} 356", x + 4.0, x + 27.0),
                2.2,
                colour.darker(0.12),
            );
        }
        canvas.rect((from, 350.0), (610.0, 6.0), colour.lighter(0.08));
        canvas.rect((from, 372.0), (610.0, 3.5), colour);
    }
}

fn sampan(canvas: &mut Canvas, (x, y): (f64, f64), light: &Light) {
    let wood = light.on(hex(0x6B4429), 0.0);
    canvas.oval((x, y + 7.0), (120.0, 8.0), light.shade.alpha(0.3));
    canvas.stroke(&format!("M{:.1} {:.1}l46 66", x + 34.0, y - 60.0), 3.5, wood.lighter(0.3));
    worker(canvas, (x + 38.0, y - 2.0), 78.0, light.on(hex(0x7A3E48), 0.0), false);
    canvas.path(
        &format!(
            "M{:.1} {:.1}q110 30 232 0q-26 26 -60 28h-112q-36 -2 -60 -28Z",
            x - 116.0,
            y - 18.0
        ),
        wood,
    );
    canvas.path(
        &format!("M{:.1} {y:.1}q-4 -44 42 -44t42 44Z", x - 62.0),
        light.on(hex(0xB98B4E), 0.0),
    );
}

/// Storm and flood: rain, bending palms, roofs above the water, a rescue boat.
pub(super) fn storm(canvas: &mut Canvas, rng: &mut Rng) {
    let slate = rng.pick(hex(0x2C3E50), &[hex(0x33415C), hex(0x2E4A4F)]);
    let light = Light {
        top: slate.darker(0.35),
        middle: slate.lighter(0.22),
        low: slate.lighter(0.56),
        sun: hex(0xDCE8EC),
        haze: slate.lighter(0.5),
        shade: slate.darker(0.3),
        dusk: 0.3,
    };
    let air = canvas.down(&[(0.0, light.top), (0.4, light.middle), (0.62, light.low)]);
    canvas.ground(air);
    let way = if rng.one_in(2) { 1.0 } else { -1.0 };
    for i in 0..26 {
        let t = f64::from(i) / 26.0;
        let at = (rng.between(-60.0, WIDTH + 60.0), 30.0 + 125.0 * t + rng.between(-30.0, 20.0));
        let size = rng.between(100.0, 200.0);
        canvas.oval(
            at,
            (size, size * 0.42),
            light.top.mix(light.middle, 0.15 + 0.6 * t).alpha(0.8),
        );
    }
    let bolt = rng.between(260.0, 940.0);
    if rng.below(3) > 0 {
        let glow = canvas.radial(&[(0.0, light.sun.alpha(0.5)), (1.0, light.sun.alpha(0.0))]);
        canvas.circle((bolt, 210.0), 240.0, glow);
        canvas.path(&format!("M{bolt:.0} 120l-34 92h26l-22 78l62 -104h-28l30 -66Z"), hex(0xFFF1C2));
    }
    canvas.path(&ridge(rng, 335.0, 50.0, 0.5), light.on(hex(0x3D5A63), 0.45));
    canvas.path(&ridge(rng, 370.0, 24.0, 0.1), light.on(hex(0x3B5B4E), 0.3));
    let mud = hex(0xA58B68).mix(slate, 0.3);
    let flood =
        canvas.down(&[(0.0, mud.mix(light.haze, 0.55)), (0.4, mud), (1.0, mud.darker(0.4))]);
    canvas.rect((0.0, 385.0), (WIDTH, 300.0), flood);
    for i in 0..5 {
        let x = 80.0 + f64::from(i) * 260.0 + rng.between(-60.0, 60.0);
        let t = rng.between(0.0, 1.0);
        drowned_house(canvas, (x, 412.0 + 66.0 * t), 0.62 + 0.4 * t, &light, rng);
    }
    for (x, y, s) in [(60.0, 500.0, 260.0), (1130.0, 520.0, 290.0), (850.0, 440.0, 170.0)] {
        palm(
            canvas,
            (x, y),
            s + rng.between(-24.0, 24.0),
            0.42 * way,
            light.on(hex(0x2F5D44), 0.1),
        );
        canvas.oval((x, y), (s * 0.16, 5.0), mud.lighter(0.3).alpha(0.6));
    }
    let x = 600.0 + rng.between(-120.0, 120.0);
    rescue(canvas, (x, 566.0), way);
    for (y, length, tone) in [(582.0, 300.0, 0.0), (612.0, 360.0, 0.14), (644.0, 300.0, 0.28)] {
        canvas.path(&wave(rng, y - 4.0, 14.0, length), mud.mix(light.haze, 0.45).alpha(0.7));
        canvas.path(&wave(rng, y, 14.0, length), mud.darker(0.12 + tone));
    }
    for _ in 0..26 {
        let at = (rng.between(-40.0, WIDTH), rng.between(400.0, 575.0));
        canvas.round(at, (rng.between(30.0, 120.0), 2.2), 1.1, light.haze.alpha(0.4));
    }
    let mut rain = String::new();
    for _ in 0..210 {
        let (rx, ry, len) =
            (rng.between(-60.0, WIDTH + 60.0), rng.between(-20.0, HEIGHT), rng.between(16.0, 46.0));
        let _ = write!(rain, "M{rx:.0} {ry:.0}l{:.1} {len:.1}", len * 0.36 * way);
    }
    canvas.stroke(&rain, 1.7, light.sun.alpha(0.42));
}

fn drowned_house(canvas: &mut Canvas, at: (f64, f64), s: f64, light: &Light, rng: &mut Rng) {
    let roof = light.on(rng.pick(hex(0xA8452F), &[hex(0x8C3F33), hex(0x5F6E7A)]), 0.1);
    let wall = light.on(hex(0xE9DCC3), 0.1);
    canvas.placed(at, (s, s), |c| {
        c.rect((-68.0, -46.0), (136.0, 48.0), wall);
        c.rect((24.0, -46.0), (44.0, 48.0), wall.darker(0.14));
        c.rect((-44.0, -34.0), (26.0, 26.0), hex(0xFFD98A).mix(light.shade, 0.35));
        c.rect((-32.0, -34.0), (2.0, 26.0), wall);
        c.path("M-84 -42L-56 -96H56L84 -42Z", roof);
        c.path("M30 -42L10 -96H56L84 -42Z", roof.darker(0.18));
        for i in 0..4 {
            let y = -54.0 - 11.0 * f64::from(i);
            c.rect(
                (-76.0 + 5.0 * f64::from(i), y),
                (152.0 - 10.0 * f64::from(i), 1.6),
                roof.darker(0.25),
            );
        }
        c.oval((0.0, 3.0), (96.0, 6.0), light.haze.alpha(0.45));
    });
}

fn rescue(canvas: &mut Canvas, at: (f64, f64), way: f64) {
    canvas.placed(at, (1.25 * way, 1.25), |c| {
        c.oval((0.0, 12.0), (150.0, 9.0), hex(0x1C2733).alpha(0.35));
        for (x, vest) in [
            (-66.0, hex(0xF2762E)),
            (-24.0, hex(0x3F6F8F)),
            (20.0, hex(0xF2762E)),
            (62.0, hex(0xE2B33C)),
        ] {
            c.path(&format!("M{:.1} -8v-26q0 -13 15 -13t15 13v26Z", x - 15.0), vest);
            c.rect((x - 15.0, -26.0), (30.0, 4.0), hex(0xFFF3D0).alpha(0.8));
            c.circle((x, -57.0), 10.0, hex(0xD9A57C));
            c.path(&format!("M{:.1} -58a11.5 11.5 0 0 1 23 0Z", x - 11.5), vest.darker(0.35));
        }
        c.stroke("M-82 -40L-128 14", 4.0, hex(0xD9B27A));
        c.path(
            "M-132 -14Q-120 -20 -106 -16H96Q126 -18 150 -34Q146 4 112 10H-104Q-128 8 -132 -14Z",
            hex(0xE4572E),
        );
        c.path("M-120 -4H136Q126 6 112 10H-104Q-114 6 -120 -4Z", hex(0xA93A20));
    });
}
