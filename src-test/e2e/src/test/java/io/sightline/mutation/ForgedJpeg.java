package io.sightline.mutation;

import java.nio.ByteBuffer;

/** Pictures that claim what nobody should decode. */
public final class ForgedJpeg {
    private static final byte[] EMPTY_SCAN = {-1, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 42, 42};

    private ForgedJpeg() {}

    /** A copy whose header claims that many pixels a side, instead of what the few kilobytes hold. */
    public static byte[] ofSide(byte[] baseline, int side) {
        var forged = ByteBuffer.wrap(baseline.clone());
        for (int i = 0; i + 8 < baseline.length; i++) {
            if (forged.getShort(i) == (short) 0xffc0) {
                return forged.putShort(i + 5, (short) side)
                        .putShort(i + 7, (short) side)
                        .array();
            }
        }
        throw new IllegalArgumentException("no frame header in " + baseline.length + " bytes");
    }

    /** A progressive grey picture of 640x480 in that many empty scans. */
    public static byte[] ofScans(int scans) {
        var forged = ByteBuffer.allocate(17 + scans * EMPTY_SCAN.length)
                .putInt(0xffd8_ffc2)
                .putShort((short) 11)
                .put((byte) 8)
                .putShort((short) 480)
                .putShort((short) 640)
                .put(new byte[] {1, 1, 0x11, 0});
        for (int i = 0; i < scans; i++) {
            forged.put(EMPTY_SCAN);
        }
        return forged.putShort((short) 0xffd9).array();
    }
}
