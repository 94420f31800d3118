@NullMarked
package io.sightline.cluster;

import org.jspecify.annotations.NullMarked;
