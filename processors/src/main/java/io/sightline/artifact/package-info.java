/** Files of a model version: their identity, where they lie in the object store, and their copy on the local disk. */
@NullMarked
package io.sightline.artifact;

import org.jspecify.annotations.NullMarked;
