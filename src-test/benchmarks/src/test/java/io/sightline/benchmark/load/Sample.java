package io.sightline.benchmark.load;

/**
 * One request that was answered.
 *
 * @param end when its answer was there, by {@link System#nanoTime()}
 * @param nanos from its start to its end
 * @param status of the answer; 0 when there was none
 */
record Sample(long end, long nanos, int status) {}
