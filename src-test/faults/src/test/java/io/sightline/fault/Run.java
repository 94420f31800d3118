package io.sightline.fault;

/**
 * One run of a row.
 *
 * @param seed where the random points come from
 * @param brief whether it is part of every build, which has little time
 */
public record Run(long seed, boolean brief) {
    /** A number of frames, or a third of it in a brief run. */
    public int some(int frames) {
        return brief ? frames / 3 : frames;
    }
}
