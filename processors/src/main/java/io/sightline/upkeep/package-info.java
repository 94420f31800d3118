/** What runs by the clock to keep store and tables in order. */
@NullMarked
package io.sightline.upkeep;

import org.jspecify.annotations.NullMarked;
