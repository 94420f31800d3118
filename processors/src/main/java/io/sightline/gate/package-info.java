/** Gates: while a server is away, nobody reads what could not be worked on without it. */
@NullMarked
package io.sightline.gate;

import org.jspecify.annotations.NullMarked;
