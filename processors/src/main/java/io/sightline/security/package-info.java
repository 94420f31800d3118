/** Who calls, with which permissions, for which sources. Knows tokens and keys, but neither routes nor HTTP. */
@NullMarked
package io.sightline.security;

import org.jspecify.annotations.NullMarked;
