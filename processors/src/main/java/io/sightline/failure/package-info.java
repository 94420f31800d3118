/** What can go wrong, in the two kinds that a route can act on: retry, or give up on the record. */
@NullMarked
package io.sightline.failure;

import org.jspecify.annotations.NullMarked;
