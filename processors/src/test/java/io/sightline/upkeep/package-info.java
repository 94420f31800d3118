@NullMarked
package io.sightline.upkeep;

import org.jspecify.annotations.NullMarked;
