//! A small sRGB profile (ICC version 2, matrix and gamma), written out so that colours mean the same everywhere.

/// The profile: nine tags over the primaries of sRGB adapted to D50, with a gamma of 2.2.
pub(super) fn srgb() -> Vec<u8> {
    let text = |kind: &[u8; 4], body: &[u8]| [&kind[..], &[0; 4], body].concat();
    let fixed = |v: f64| ((v * 65536.0).round() as i32).to_be_bytes();
    let xyz = |v: [f64; 3]| text(b"XYZ ", &v.iter().flat_map(|n| fixed(*n)).collect::<Vec<u8>>());
    let name = b"sRGB\0";
    let desc_body = [&u32::try_from(name.len()).unwrap_or(5).to_be_bytes()[..], name, &[0; 8], &[0; 3 + 67]].concat();
    let gamma = text(b"curv", &[&1u32.to_be_bytes()[..], &((2.2f64 * 256.0).round() as u16).to_be_bytes()[..], &[0, 0]].concat());
    let tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", text(b"desc", &desc_body)),
        (b"cprt", text(b"text", b"No copyright\0\0\0\0")),
        (b"wtpt", xyz([0.964_2, 1.0, 0.824_9])),
        (b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
        (b"rTRC", gamma.clone()),
        (b"gTRC", gamma.clone()),
        (b"bTRC", gamma),
    ];
    let mut table = u32::try_from(tags.len()).unwrap_or(0).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    let mut curve: Option<(u32, u32)> = None;
    for (tag, body) in &tags {
        let is_curve = tag.ends_with(b"TRC");
        let place = match curve.filter(|_| is_curve) {
            Some(known) => known,
            None => {
                while !data.len().is_multiple_of(4) {
                    data.push(0);
                }
                let place = (u32::try_from(start + data.len()).unwrap_or(0), u32::try_from(body.len()).unwrap_or(0));
                data.extend(body);
                if is_curve {
                    curve = Some(place);
                }
                place
            }
        };
        table.extend(*tag);
        table.extend(place.0.to_be_bytes());
        table.extend(place.1.to_be_bytes());
    }
    while !data.len().is_multiple_of(4) {
        data.push(0);
    }
    let size = u32::try_from(start + data.len()).unwrap_or(0);
    let mut out = vec![0u8; 128];
    out[..4].copy_from_slice(&size.to_be_bytes());
    out[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    out[12..16].copy_from_slice(b"mntr");
    out[16..20].copy_from_slice(b"RGB ");
    out[20..24].copy_from_slice(b"XYZ ");
    // A fixed date: the profile is part of the program, not of the day.
    out[24..36].copy_from_slice(&[0x07, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    out[36..40].copy_from_slice(b"acsp");
    for (at, value) in [(68, 0.964_2), (72, 1.0), (76, 0.824_9)] {
        out[at..at + 4].copy_from_slice(&fixed(value));
    }
    out.extend(table);
    out.extend(data);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_and_offsets_agree() {
        let profile = super::srgb();
        assert_eq!(u32::from_be_bytes(profile[..4].try_into().unwrap()) as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for n in 0..9 {
            let at = 132 + 12 * n;
            let offset = u32::from_be_bytes(profile[at + 4..at + 8].try_into().unwrap()) as usize;
            let size = u32::from_be_bytes(profile[at + 8..at + 12].try_into().unwrap()) as usize;
            assert!(offset.is_multiple_of(4) && offset + size <= profile.len());
        }
    }
}
