package io.sightline.fault.cluster;

import io.sightline.devstack.DevStackOptions;
import io.sightline.e2e.TestStack;

/** Gives tests servers that the pods of a cluster reach, at the address of this machine that they know. */
public final class ClusterStack extends TestStack {
    static final String ADDRESS = "cluster.address";

    public ClusterStack() {
        super(DevStackOptions.forTests().withMlflow().at(System.getProperty(ADDRESS, "")));
    }
}
