package io.sightline.runtime;

/** Part of the pipeline that a process can run; see property {@code sightline.stages}. */
public enum Stage {
    INGEST,
    DETECT,
    SINK,
    PROMOTE,
    API,
    PIPES
}
