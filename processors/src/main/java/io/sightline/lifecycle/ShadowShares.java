package io.sightline.lifecycle;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which share of its frames each model is run by its challenger too, as it was announced, and which ones these are.
 */
public final class ShadowShares {
    private final Map<String, Double> shares = new ConcurrentHashMap<>();

    /** From 0 to 1; 0 when nothing challenges the model. */
    public double of(String model) {
        return shares.getOrDefault(model, 0.0);
    }

    /** @param share of the model's frames, from 0 to 1 */
    public void set(String model, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of model " + model + " must be within 0..1, was " + share);
        }
        shares.put(model, share);
    }

    public void remove(String model) {
        shares.remove(model);
    }

    /**
     * Whether the challenger of a model runs on a frame. That follows from the frame's id, so that a frame which is
     * read again is decided on alike, in every process, and a larger share adds frames to those of a smaller one.
     */
    public boolean chooses(String model, UUID frame) {
        var share = of(model);
        return share > 0 && place(frame) < share;
    }

    /** Where in [0, 1) the frame stands: a mix of all its bits (the finalizer of SplitMix64, Steele et al. 2014). */
    private static double place(UUID frame) {
        var mixed = frame.getMostSignificantBits() ^ Long.rotateLeft(frame.getLeastSignificantBits(), 32);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return (mixed >>> 11) * 0x1.0p-53;
    }
}
