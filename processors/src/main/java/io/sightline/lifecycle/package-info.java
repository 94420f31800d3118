/** Which version of a model serves: how that is decided, announced and followed. */
@NullMarked
package io.sightline.lifecycle;

import org.jspecify.annotations.NullMarked;
