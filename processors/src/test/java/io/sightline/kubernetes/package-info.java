@NullMarked
package io.sightline.kubernetes;

import org.jspecify.annotations.NullMarked;
