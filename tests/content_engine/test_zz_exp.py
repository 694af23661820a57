import time, collections, json
from pathlib import Path
import pytest, datetime
from content_engine import briefs, pipeline, variants
from content_engine.writers.composer.writing import Composer
from knowledge_base.kits import loading, reading
from tests import factories
AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
def test_exp(db):
    t=time.process_time()
    by=factories.make_user(username="l")
    for b in ("quillevra","ervantiq"):
        loading.load(reading.read(Path(f"knowledge_base/samples/{b}.yaml").read_text(),b),by=by,at=AT,approve=True)
    print("load",time.process_time()-t)
    for b,m,c,n in (("quillevra","US","rep_email",3),("quillevra","GB","rep_email",1),("quillevra","US","sms",2),("ervantiq","US","email",84)):
                t=time.process_time()
                br=briefs.complete({"brand":b,"market":m,"channel":c,"formats":["standard"] if n<5 else ["short","standard","long"],"count":n,"seed":7},day=AT.date())
                g=pipeline.generate(br,writer=Composer(),fallback=None,progress=lambda a,b:None)
                j=variants.generated_as_contract(br,g)
                print(time.process_time()-t)
                j["variants"]=j["variants"][:1]
                if n<3: print(json.dumps(j,ensure_ascii=False,indent=1)[:14000])
