package io.sightline.fault;

import io.sightline.devstack.DevStackOptions;
import io.sightline.e2e.TestStack;

/** Gives tests servers that can be killed. One set for all rows of a build. */
public final class FaultStack extends TestStack {
    public FaultStack() {
        super(DevStackOptions.forFaults());
    }
}
