/** How fast the pipeline is, as a share of what the machine could do at best; runs only when asked for. */
@NullMarked
package io.sightline.benchmark;

import org.jspecify.annotations.NullMarked;
