/** From records to rows: identities, dead letters and the sink's transactions. */
@NullMarked
package io.sightline.delivery;

import org.jspecify.annotations.NullMarked;
