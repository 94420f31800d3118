/** Models that are made on the spot: small, seeded, the same each time. */
@NullMarked
package io.sightline.model;

import org.jspecify.annotations.NullMarked;
