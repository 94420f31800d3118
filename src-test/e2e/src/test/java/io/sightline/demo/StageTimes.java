package io.sightline.demo;

/** Time that detection spent, in microseconds, by what it did. */
public record StageTimes(long fetch, long decode, long infer, long post) {
    public static final StageTimes NONE = new StageTimes(0, 0, 0, 0);

    public StageTimes plus(StageTimes other) {
        return new StageTimes(fetch + other.fetch, decode + other.decode, infer + other.infer, post + other.post);
    }

    public long total() {
        return fetch + decode + infer + post;
    }

    /** Decoding and inferring alone: what even a perfect pipeline has to spend. */
    public long decodeAndInfer() {
        return decode + infer;
    }
}
