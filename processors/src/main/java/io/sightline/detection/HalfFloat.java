package io.sightline.detection;

/** 16-bit floats (IEEE 754 binary16), which Java 17 has no conversion for. */
public final class HalfFloat {
    private HalfFloat() {}

    /** The value as a 32-bit float; exact. */
    public static float toFloat(short half) {
        var sign = (half & 0x8000) << 16;
        var exponent = (half >> 10) & 0x1f;
        var fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }
}
