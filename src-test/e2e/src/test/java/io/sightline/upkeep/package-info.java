/** Sweep, scrub, partitions and retention on a real database and a real object store. */
@NullMarked
package io.sightline.upkeep;

import org.jspecify.annotations.NullMarked;
