/**
 * Images with boxes around objects: COCO's JSON and folders as YOLO's trainers read them. Of each object its class is
 * kept; the files themselves are what is copied from when a selection is written in their form.
 */
@NullMarked
package dev.pith.data.box;

import org.jspecify.annotations.NullMarked;
