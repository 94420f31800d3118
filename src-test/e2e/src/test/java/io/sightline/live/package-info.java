/** Routes that go live in the packaged runtime. */
@NullMarked
package io.sightline.live;

import org.jspecify.annotations.NullMarked;
