/** Claim check: bytes in the object store, named by their content, verified on every read. */
@NullMarked
package io.sightline.claim;

import org.jspecify.annotations.NullMarked;
