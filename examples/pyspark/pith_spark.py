"""Pith's DatasetQuantizer for PySpark: start the session with the jars of pith-spark and pith-core, see docs/scale.md."""

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaParams

_TYPES = {"numBins": TypeConverters.toInt, "seed": TypeConverters.toInt, "maxTaskBytes": TypeConverters.toInt}
_NAMES = ("featuresCol", "embeddingsCol", "labelCol", "idCol", "numBins", "keep", "similarity", "method", "seed",
          "maxTaskBytes", "checkpointDir")


class _QuantizerParams(JavaParams):
    pass


for _name in _NAMES:
    setattr(_QuantizerParams, _name, Param(Params._dummy(), _name, f"see DatasetQuantizer.{_name}() in Java",
                                           _TYPES.get(_name, str)))


class DatasetQuantizer(JavaEstimator, _QuantizerParams, JavaMLWritable):
    """DatasetQuantizer(featuresCol="features", labelCol="label", idCol="id", numBins=10, keep="12.5%").fit(df).transform(df)"""

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("dev.pith.spark.DatasetQuantizer", self.uid)
        self._set(**params)

    def _create_model(self, java_model):
        return DatasetQuantizerModel(java_model)


class DatasetQuantizerModel(JavaModel, _QuantizerParams, JavaMLWritable):
    """Adds bin, rank, gain, selected and weight."""

    @classmethod
    def load(cls, path):
        return cls(JavaParams._new_java_obj("dev.pith.spark.DatasetQuantizerModel.load", path))
