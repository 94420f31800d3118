/** Load on a server from the same machine, and what it costs both sides. */
@NullMarked
package io.sightline.benchmark.load;

import org.jspecify.annotations.NullMarked;
