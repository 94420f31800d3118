/** The runtime and its servers with TLS on every connection. */
@NullMarked
package io.sightline.tls;

import org.jspecify.annotations.NullMarked;
