/** What the pipeline asks of an object store, tried on real ones. */
@NullMarked
package io.sightline.store;

import org.jspecify.annotations.NullMarked;
