/** Runs Sightline with its servers on one machine, by {@code mvn spring-boot:test-run}. */
@NullMarked
package io.sightline.local;

import org.jspecify.annotations.NullMarked;
