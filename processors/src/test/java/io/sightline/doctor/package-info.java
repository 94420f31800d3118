@NullMarked
package io.sightline.doctor;

import org.jspecify.annotations.NullMarked;
