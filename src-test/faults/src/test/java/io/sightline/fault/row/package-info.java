/** The rows of the fault matrix, one class each. */
@NullMarked
package io.sightline.fault.row;

import org.jspecify.annotations.NullMarked;
