package io.sightline.picture;

/**
 * What a scan of a JPEG has of its blocks (ITU T.81, B.2.3).
 *
 * @param channels that take turns; one alone has a block in each unit, whatever its sampling
 * @param from first coefficient of a block that is in the scan
 * @param to last one
 * @param isFirst whether it is the first scan that has something of these coefficients
 * @param left how many of their lowest bits it leaves to later scans
 */
record JpegScan(int channels, int from, int to, boolean isFirst, int left) {
    /** @param position behind the marker */
    static JpegScan read(Bytes bytes, int position) {
        var channels = bytes.at(position + 2);
        var behind = position + 3 + 2 * channels;
        return new JpegScan(
                channels,
                bytes.at(behind),
                Math.min(63, bytes.at(behind + 1)),
                bytes.at(behind + 2) >> 4 == 0,
                bytes.at(behind + 2) & 15);
    }

    /** A bit for each coefficient. */
    long coefficients() {
        return from > to ? 0 : -1L << from & -1L >>> (63 - to);
    }
}
