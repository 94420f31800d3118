/**
 * HTTP/1.1 at the level of its bytes: cheap enough to load a server from the same machine, and free to send rubbish.
 */
@NullMarked
package io.sightline.http;

import org.jspecify.annotations.NullMarked;
