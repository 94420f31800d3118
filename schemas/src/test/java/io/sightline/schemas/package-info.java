/** What must stay true of the contracts. */
@NullMarked
package io.sightline.schemas;

import org.jspecify.annotations.NullMarked;
