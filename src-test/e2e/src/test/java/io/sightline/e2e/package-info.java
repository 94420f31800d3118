/** End-to-end tests on real servers. */
@NullMarked
package io.sightline.e2e;

import org.jspecify.annotations.NullMarked;
