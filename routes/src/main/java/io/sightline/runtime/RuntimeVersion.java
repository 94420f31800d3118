package io.sightline.runtime;

import java.util.Optional;

/**
 * Version of Sightline, as rows and dead letters name it.
 *
 * @param text version by the jar's manifest
 */
record RuntimeVersion(String text) {
    static RuntimeVersion ofThisBuild() {
        return new RuntimeVersion(Optional.ofNullable(RuntimeVersion.class.getPackage())
                .map(Package::getImplementationVersion)
                .orElse("unpackaged"));
    }
}
