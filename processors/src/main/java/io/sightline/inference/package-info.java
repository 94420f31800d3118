/** Models in memory and the runs on them. */
@NullMarked
package io.sightline.inference;

import org.jspecify.annotations.NullMarked;
